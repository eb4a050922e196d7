package chat.tertulia.shared.http;

import chat.tertulia.shared.config.Networks;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.json.OpaqueId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trace id of a request and where it came from. */
public final class RequestTrace {
  /** Carries the trace id in and out. */
  public static final String HEADER = "X-Request-Id";

  /** Set by the gateway to the client's address; believed from the gateways only. */
  public static final String CLIENT_ADDRESS = "X-Tertulia-Client";

  /** W3C Trace Context: version, trace id, parent id, flags. */
  public static final String TRACE_PARENT = "traceparent";

  private static final Pattern PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String KEY = "trace";
  private static final int MAX_TRACE_CHARS = 64;

  private RequestTrace() {}

  /**
   * Gives the request its trace id: the one it came with, in {@link #HEADER} or else in {@link
   * #TRACE_PARENT}, or a new one.
   */
  public static void begin(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    boolean usable =
        given != null
            && !given.isEmpty()
            && given.length() <= MAX_TRACE_CHARS
            && given.chars().allMatch(c -> c > ' ' && c < 127);
    String trace = usable ? given : ofParent(context.request().getHeader(TRACE_PARENT));
    context.put(KEY, trace);
    // Whoever passes the request on passes the same id on.
    context.request().headers().set(HEADER, trace);
    context.response().putHeader(HEADER, trace).putHeader("X-Content-Type-Options", "nosniff");
    context.next();
  }

  private static String ofParent(String parent) {
    Matcher found = PARENT.matcher(parent == null ? "" : parent);
    boolean valid = found.matches() && !found.group(1).equals(NO_TRACE);
    return valid ? found.group(1) : OpaqueId.random('t');
  }

  /** The request's trace id; empty before {@link #begin}. */
  public static String of(RoutingContext context) {
    String trace = context.get(KEY);
    return trace == null ? "" : trace;
  }

  static Call.Origin origin(RoutingContext context, Networks gateways) {
    HttpServerRequest request = context.request();
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    String told = request.getHeader(CLIENT_ADDRESS);
    boolean believed = told != null && Networks.isAddress(told) && gateways.hold(peer);
    String address = believed ? told : peer;
    return new Call.Origin(
        address, short256(agent), request.getHeader(HttpHeaders.COOKIE), of(context));
  }

  private static String short256(String agent) {
    if (agent == null) {
      return "";
    }
    return agent.length() <= Call.Origin.MAX_AGENT_CHARS
        ? agent
        : agent.substring(0, Call.Origin.MAX_AGENT_CHARS);
  }
}
