package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What rooms need of the other services. */
public interface Peers {
  /** Most rooms in one question for summaries. */
  int MAX_SUMMARIES = 500;

  /** Those of these people that exist; fails with {@code unavailable} when nobody knows. */
  Future<Map<UserId, Person>> people(Collection<UserId> ids);

  /**
   * Heads, marks and counts of rooms as one person has them; rooms they are not in are left out.
   * Fails with {@code unavailable} rather than answer zeros.
   *
   * @param rooms at most {@link #MAX_SUMMARIES}
   */
  Future<Map<RoomId, Summary>> summaries(UserId user, List<RoomId> rooms);

  /** Tells the gateways what was committed; best effort. */
  void publish(List<LogEntry> entries);

  /** Tells a person, wherever they are connected, that they are in a room now; best effort. */
  void tellAdded(UserId user, Room room);

  /** Tells a person's devices what they have set a room to; best effort. */
  void tellPreferences(UserId user, Room room);

  /** Tells a person that they are in a room no more; best effort. */
  void tellRemoved(UserId user, RoomId room);
}
