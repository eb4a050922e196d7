package chat.tertulia.gateway.presence;

import chat.tertulia.gateway.presence.Presence.Watcher;
import chat.tertulia.shared.contract.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who on this gateway watches whom, and what they were told last. Touched on presence's loop. */
final class Watchlist {
  private final Map<Watcher, Set<UserId>> watched = new HashMap<>();
  private final Map<UserId, Watched> people = new HashMap<>();

  private static final class Watched {
    private final Set<Watcher> watchers = new HashSet<>(2);
    private PresenceState told;
    private long at;
  }

  /** Replaces what a socket watches. */
  void watch(Watcher watcher, Collection<UserId> users) {
    forget(watcher);
    if (!watcher.isOpen()) {
      return;
    }
    watched.put(watcher, new HashSet<>(users));
    users.forEach(u -> people.computeIfAbsent(u, x -> new Watched()).watchers.add(watcher));
  }

  void forget(Watcher watcher) {
    Set<UserId> users = watched.remove(watcher);
    if (users == null) {
      return;
    }
    for (UserId user : users) {
      Watched one = people.get(user);
      one.watchers.remove(watcher);
      if (one.watchers.isEmpty()) {
        people.remove(user);
      }
    }
  }

  /** Everybody who is watched. */
  List<UserId> people() {
    return List.copyOf(people.keySet());
  }

  /** How many sockets watch. */
  int size() {
    return watched.size();
  }

  /** Tells what differs from what was told before and is not older. */
  void tell(List<Change> changes) {
    var frames = new LinkedHashMap<Watcher, List<Face>>();
    for (Change change : changes) {
      Watched one = people.get(change.user());
      if (one == null || change.at() < one.at) {
        continue;
      }
      boolean same = change.state().equals(one.told);
      one.told = change.state();
      one.at = change.at();
      if (!same) {
        Face face = change.state().face(change.user());
        one.watchers.forEach(w -> frames.computeIfAbsent(w, x -> new ArrayList<>()).add(face));
      }
    }
    frames.forEach(Watchlist::send);
  }

  private static void send(Watcher watcher, List<Face> faces) {
    for (int from = 0; from < faces.size(); from += Face.MAX_IN_FRAME) {
      int to = Math.min(faces.size(), from + Face.MAX_IN_FRAME);
      watcher.changed(Face.frame(faces.subList(from, to)));
    }
  }

  /** Nothing is known of anybody. */
  void tellUnknown() {
    tell(
        people.entrySet().stream()
            .map(each -> new Change(each.getKey(), PresenceState.UNKNOWN, each.getValue().at))
            .toList());
  }

  /** A socket was just answered this: it need not be told again. */
  void answered(UserId user, PresenceState state, long at) {
    Watched one = people.get(user);
    if (one != null && one.told == null) {
      one.told = state;
      one.at = at;
    }
  }
}
