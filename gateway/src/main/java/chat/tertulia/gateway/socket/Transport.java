package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.error.Problem;

/** One socket's way to write, whatever its framing. Used on the socket's loop only. */
public interface Transport {
  /** Bytes a socket may have unread before its live stream is dropped. */
  int MAX_QUEUED_BYTES = 256 * 1024;

  /** What a room's listeners get, framed once for all. */
  void room(RoomFrame frame);

  /** One message on an address; the body is JSON already. */
  void rec(String address, String body);

  /** One failure. */
  void err(String address, Problem problem);

  /** The answer to a client's ping, where the framing has one. */
  void pong();

  /** Whether more than {@link #MAX_QUEUED_BYTES} wait to be read. */
  boolean isFull();

  /**
   * Calls back when the socket has been read empty enough, in a turn of the loop of its own; soon
   * when it has been already. It may call more than once.
   */
  void onDrain(Runnable handler);

  /** A heartbeat on the wire; the answer counts as being heard. */
  void heartbeat();

  void close(CloseCode code);
}
