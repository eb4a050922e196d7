package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Instant;

/** How the caller and the origin of a request travel as bus headers. */
final class CallHeaders {
  private static final String USER = "u";
  private static final String SESSION = "s";
  private static final String NAME = "n";
  private static final String ROLE = "r";
  private static final String EXPIRES = "e";
  private static final String ADDRESS = "ip";
  private static final String AGENT = "ua";
  private static final String TRACE = "t";

  private CallHeaders() {}

  static DeliveryOptions write(DeliveryOptions options, Caller caller, Call.Origin origin) {
    if (caller != null) {
      options
          .addHeader(USER, caller.user().value())
          .addHeader(SESSION, caller.session().value())
          .addHeader(NAME, caller.name())
          .addHeader(ROLE, caller.role())
          .addHeader(EXPIRES, Long.toString(caller.expires().getEpochSecond()));
    }
    return options
        .addHeader(ADDRESS, origin.address())
        .addHeader(AGENT, origin.agent())
        .addHeader(TRACE, origin.trace());
  }

  static Caller caller(MultiMap headers) {
    String user = headers.get(USER);
    return user == null
        ? null
        : new Caller(
            new UserId(user),
            new SessionId(headers.get(SESSION)),
            headers.get(NAME),
            headers.get(ROLE),
            Instant.ofEpochSecond(Long.parseLong(headers.get(EXPIRES))));
  }

  static Call.Origin origin(MultiMap headers) {
    return new Call.Origin(headers.get(ADDRESS), headers.get(AGENT), null, headers.get(TRACE));
  }
}
