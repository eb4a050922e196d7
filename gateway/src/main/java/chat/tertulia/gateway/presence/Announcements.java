package chat.tertulia.gateway.presence;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Places;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes on their way between gateways: at once for those who watch, and, once room-service has
 * said which rooms the person is in, for those who have such a room open. A change older than one
 * heard already is dropped: two gateways may tell of one person. Touched on presence's loop.
 */
final class Announcements {
  /** People whose latest change is remembered. */
  static final int MAX_LATEST = 20_000;

  /** Changes that wait for room-service at most; those who watch have heard of them. */
  static final int MAX_UNPLACED = 5_000;

  /** Rooms in one message at most. */
  static final int MAX_ROOMS = 2_000;

  /** What others see differently; every gateway hears it. */
  record Changed(List<Change> changes) {}

  /** A change and the rooms its person is in. */
  record Placed(Change change, List<RoomId> rooms) {}

  /** Changes for those who have a room open. */
  record InRooms(List<Placed> changes) {}

  private static final Topic<Changed> CHANGED = new Topic<>("fact.presence", Changed.class);
  private static final Topic<InRooms> IN_ROOMS = new Topic<>("fact.presence.rooms", InRooms.class);
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final Bus bus;
  private final Map<UserId, Change> unplaced = new LinkedHashMap<>();
  private boolean asking;
  private boolean failing;
  private final Map<UserId, Long> latest =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Long> eldest) {
          return size() > MAX_LATEST;
        }
      };

  Announcements(Bus bus) {
    this.bus = bus;
  }

  Future<Void> hear(Consumer<List<Change>> forWatchers, RoomAudience rooms) {
    return bus.subscribe(CHANGED, told -> forWatchers.accept(told.changes()))
        .compose(ok -> bus.subscribe(IN_ROOMS, told -> hearRooms(told, rooms)));
  }

  private void hearRooms(InRooms told, RoomAudience rooms) {
    var faces = new LinkedHashMap<Face, List<RoomId>>();
    for (Placed each : told.changes()) {
      Change change = each.change();
      Long before = latest.get(change.user());
      if (before == null || before <= change.at()) {
        latest.put(change.user(), change.at());
        faces.put(change.state().face(change.user()), each.rooms());
      }
    }
    if (!faces.isEmpty()) {
      rooms.changed(faces);
    }
  }

  /** Tells every gateway. */
  void tell(List<Change> changes) {
    for (int from = 0; from < changes.size(); from += PresenceStore.BATCH) {
      int to = Math.min(changes.size(), from + PresenceStore.BATCH);
      bus.publish(CHANGED, new Changed(List.copyOf(changes.subList(from, to))));
    }
    for (Change change : changes) {
      unplaced.remove(change.user());
      if (unplaced.size() < MAX_UNPLACED) {
        unplaced.put(change.user(), change);
      }
    }
  }

  /** Asks for the rooms of those who changed; again later when nobody answers. */
  Future<Void> place() {
    if (asking || unplaced.isEmpty()) {
      return Future.succeededFuture();
    }
    asking = true;
    List<Change> some = unplaced.values().stream().limit(PresenceStore.BATCH).toList();
    List<UserId> users = some.stream().map(Change::user).toList();
    return bus.call(Places.ASK, new Places.Of(users, null))
        .onSuccess(found -> placed(some, found))
        .onFailure(this::failed)
        .onComplete(done -> asking = false)
        .compose(found -> place());
  }

  private void placed(List<Change> changes, Places.Found found) {
    failing = false;
    var message = new ArrayList<Placed>();
    int rooms = 0;
    for (Change change : changes) {
      unplaced.remove(change.user(), change);
      List<RoomId> theirs = found.rooms().getOrDefault(change.user(), List.of());
      for (int from = 0; from < theirs.size(); from += MAX_ROOMS) {
        var part = theirs.subList(from, Math.min(theirs.size(), from + MAX_ROOMS));
        if (rooms + part.size() > MAX_ROOMS) {
          bus.publish(IN_ROOMS, new InRooms(List.copyOf(message)));
          message.clear();
          rooms = 0;
        }
        message.add(new Placed(change, List.copyOf(part)));
        rooms += part.size();
      }
    }
    if (!message.isEmpty()) {
      bus.publish(IN_ROOMS, new InRooms(List.copyOf(message)));
    }
  }

  private void failed(Throwable e) {
    if (!failing) {
      LOG.warn("presence is not told to rooms, nobody knows them reason={}", e.getMessage());
      failing = true;
    }
  }
}
