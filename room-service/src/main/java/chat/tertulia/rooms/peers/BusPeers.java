package chat.tertulia.rooms.peers;

import chat.tertulia.rooms.domain.Peers;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The other services over the bus. */
public final class BusPeers implements Peers {
  private final Bus bus;
  private final int shards;

  /**
   * @param shards bus addresses the rooms are folded into
   */
  public BusPeers(Bus bus, int shards) {
    this.bus = bus;
    this.shards = shards;
  }

  @Override
  public Future<Map<UserId, Person>> people(Collection<UserId> ids) {
    return bus.call(Switchboard.PEOPLE, new Accounts.Lookup(List.copyOf(ids)))
        .map(answer -> index(answer.people(), Person::id));
  }

  @Override
  public Future<Map<RoomId, Log.Summary>> summaries(UserId user, List<RoomId> rooms) {
    return bus.call(Switchboard.SUMMARIES, new Log.SummariesFor(user, rooms))
        .map(answer -> index(answer.rooms(), Log.Summary::room));
  }

  private static <K, V> Map<K, V> index(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, v -> v, (first, again) -> first));
  }

  @Override
  public void publish(List<LogEntry> entries) {
    bus.publish(new EntryBatch(entries), shards);
  }

  @Override
  public void tellAdded(UserId user, Room room) {
    record Added(String type, Room room) {}
    tell(user, new Added("room-added", room));
  }

  @Override
  public void tellRemoved(UserId user, RoomId room) {
    record Removed(String type, RoomId roomId) {}
    tell(user, new Removed("room-removed", room));
  }

  @Override
  public void tellPreferences(UserId user, Room room) {
    record Set(
        String type,
        RoomId roomId,
        Boolean favourite,
        Boolean muted,
        @JsonProperty("notify") String notifyLevel,
        Boolean hidden) {}
    tell(
        user,
        new Set(
            "preferences",
            room.id(),
            room.favourite(),
            room.muted(),
            room.notifyLevel(),
            room.hidden()));
  }

  private void tell(UserId user, Object frame) {
    bus.publish(Switchboard.NOTICE, new Rooms.Notice(user, Json.tree(frame)));
  }
}
