package chat.tertulia.gateway.protocol;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import java.util.List;

/**
 * What a room's listeners get at once, encoded once for each framing however many they are.
 *
 * <p>Immutable outwardly and shared between loops; a framing is made by the first who needs it, and
 * being made twice would do no harm.
 */
public final class RoomFrame {
  private final RoomId room;
  private final List<String> bodies;
  private final UserId exceptUser;
  private volatile List<String> bridge;
  private volatile String sockJs;

  private RoomFrame(RoomId room, List<String> bodies, UserId exceptUser) {
    this.room = room;
    this.bodies = bodies;
    this.exceptUser = exceptUser;
  }

  /** Entries of the log, ascending. */
  public static RoomFrame entries(RoomId room, List<LogEntry> entries) {
    return new RoomFrame(room, entries.stream().map(LogEntry::json).toList(), null);
  }

  /**
   * Something that is not in the log.
   *
   * @param exceptUser who must not get it, or null
   */
  public static RoomFrame passing(RoomId room, String body, UserId exceptUser) {
    return new RoomFrame(room, List.of(body), exceptUser);
  }

  public RoomId room() {
    return room;
  }

  public UserId exceptUser() {
    return exceptUser;
  }

  /** The bodies alone, for the line protocol. */
  public List<String> bodies() {
    return bodies;
  }

  /** Bridge frames, one a body. */
  public List<String> bridge() {
    List<String> made = bridge;
    if (made == null) {
      String address = Frames.ROOM_PREFIX + room.value();
      made = bodies.stream().map(body -> Frames.rec(address, body)).toList();
      bridge = made;
    }
    return made;
  }

  /** One SockJS array frame with all of them. */
  public String sockJs() {
    String made = sockJs;
    if (made == null) {
      made = SockJsFrames.array(bridge());
      sockJs = made;
    }
    return made;
  }
}
