package chat.tertulia.gateway.protocol;

/** How bodies are dressed on a socket. */
public enum Framing {
  /** The event-bus bridge's JSON, one WebSocket frame each. */
  BRIDGE,
  /** The same inside one SockJS array frame. */
  SOCK_JS,
  /** Bodies alone, one WebSocket frame each. */
  LINE
}
