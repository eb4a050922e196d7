package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What people have settled about their presence, kept elsewhere and longer than a connection. */
@FunctionalInterface
public interface Preferences {
  /** Nobody has settled anything. */
  Preferences NONE = users -> Future.succeededFuture(Map.of());

  /**
   * One person's.
   *
   * @param state what outweighs their sockets while they have one: {@code online}, {@code away},
   *     {@code dnd} or {@code invisible}; null to go by the sockets
   * @param hidesLastSeen whether nobody learns when they were last here
   * @param text what they say of themselves, or null; a socket's own text outweighs it
   * @param textUntil when the text ends, or null
   */
  record Wish(String state, boolean hidesLastSeen, String text, Instant textUntil) {
    static final Wish NONE = new Wish(null, false, null, null);
  }

  /**
   * Of some people, at most {@link PresenceStore#BATCH}; those without any are left out. While it
   * fails nobody is shown who came since, because one who wished to be invisible might be.
   */
  Future<Map<UserId, Wish>> of(List<UserId> users);
}
