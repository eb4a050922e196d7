package chat.tertulia.gateway.presence;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One person with sockets on this gateway: the best of what their sockets say. */
final class Present {
  private static final PresenceState ONLINE = new PresenceState("online", null, null);

  private final Map<Presence.Watcher, PresenceState> sockets = new HashMap<>(2);
  private Preferences.Wish wish;
  private String written;

  void add(Presence.Watcher socket) {
    sockets.putIfAbsent(socket, ONLINE);
  }

  void remove(Presence.Watcher socket) {
    sockets.remove(socket);
  }

  boolean isGone() {
    return sockets.isEmpty();
  }

  /** Whether the socket is one of theirs. */
  boolean says(Presence.Watcher socket, PresenceState said) {
    return sockets.replace(socket, said) != null;
  }

  /** Whether it is known what they wish; until then they are not shown. */
  boolean isSettled() {
    return wish != null;
  }

  void settle(Preferences.Wish settled) {
    wish = settled;
  }

  /** Whether something else should be stored than was written last. */
  boolean differs(Instant now) {
    return !isGone() && isSettled() && !stored(now).equals(written);
  }

  /** What to write now; it counts as written. */
  String write(Instant now) {
    written = stored(now);
    return written;
  }

  /** What was written may be gone: it is written again when they come back. */
  void forget() {
    written = null;
  }

  private String stored(Instant now) {
    PresenceState best = null;
    for (PresenceState each : sockets.values()) {
      best = best == null ? each : best.or(each);
    }
    String state = wish.state() == null ? best.state() : wish.state();
    boolean lasts = wish.textUntil() == null || now.isBefore(wish.textUntil());
    String text = best.text() == null && lasts ? wish.text() : best.text();
    return new PresenceState(state, text, null).stored(wish.hidesLastSeen());
  }

  /** Whether the text they settled on has just come to its end. */
  boolean textEnds(Instant from, Instant to) {
    Instant end = wish == null ? null : wish.textUntil();
    return end != null && end.isAfter(from) && !end.isAfter(to);
  }
}
