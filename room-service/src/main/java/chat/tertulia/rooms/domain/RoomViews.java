package chat.tertulia.rooms.domain;

import chat.tertulia.rooms.domain.RoomReads.MyRoom;
import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Last;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rooms as one person sees them. */
public final class RoomViews {
  private final RoomReads reads;
  private final Peers peers;

  public RoomViews(RoomReads reads, Peers peers) {
    this.reads = reads;
    this.peers = peers;
  }

  /** One room with its counts; {@code not_found} for those who are not in it. */
  public Future<Room> one(UserId user, RoomId room) {
    return mine(user, room)
        .compose(my -> several(user, List.of(my)))
        .map(rooms -> rooms.stream().findFirst().orElseThrow(Problem::notFound));
  }

  /**
   * One room after a commit: counts that cannot be had now are left out, because the change stands
   * whatever the answer.
   */
  public Future<Room> afterChange(UserId user, Changed changed) {
    RoomId room = changed.room().id();
    return one(user, room).recover(e -> withoutCounts(user, changed));
  }

  private Future<Room> withoutCounts(UserId user, Changed changed) {
    Long head = changed.entries().isEmpty() ? null : changed.entries().getLast().seq();
    return mine(user, changed.room().id())
        .compose(my -> people(List.of(my)).map(p -> view(user, my, p, head, null)));
  }

  private Future<MyRoom> mine(UserId user, RoomId room) {
    return reads.roomOf(user, room).map(found -> found.orElseThrow(Problem::notFound));
  }

  /** Several rooms, in the same order; those history does not know the person in are left out. */
  public Future<List<Room>> several(UserId user, List<MyRoom> rooms) {
    if (rooms.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    var ids = rooms.stream().map(my -> my.room().id()).toList();
    var summaries = peers.summaries(user, ids);
    var people = people(rooms);
    return Future.all(summaries, people)
        .map(ok -> combine(user, rooms, people.result(), summaries.result()));
  }

  private Future<Map<RoomId, List<Person>>> people(List<MyRoom> rooms) {
    var direct =
        rooms.stream()
            .map(MyRoom::room)
            .filter(r -> r.kind() == Kind.DIRECT)
            .map(RoomRecord::id)
            .toList();
    return direct.isEmpty() ? Future.succeededFuture(Map.of()) : reads.peopleOf(direct);
  }

  private static List<Room> combine(
      UserId user,
      List<MyRoom> rooms,
      Map<RoomId, List<Person>> people,
      Map<RoomId, Summary> summaries) {
    return rooms.stream()
        .filter(my -> summaries.containsKey(my.room().id()))
        .map(my -> view(user, my, people, null, summaries.get(my.room().id())))
        .toList();
  }

  /**
   * As a person sees a room that has just begun: nobody has written anything yet, and one's mark is
   * where one joined.
   */
  public static Room begun(
      UserId user, Role role, Changed changed, List<Person> people, Last last) {
    RoomRecord room = changed.room();
    long joined =
        changed.entries().stream()
            .filter(e -> user.equals(e.subject()))
            .mapToLong(LogEntry::seq)
            .findFirst()
            .orElse(0);
    var summary = new Summary(room.id(), last.seq(), joined, 0, 0, last);
    return view(user, new MyRoom(room, role), Map.of(room.id(), people), null, summary);
  }

  /** As anyone sees a public room in the directory. */
  public static Room outside(RoomRecord room) {
    return new Room(
        room.id(),
        room.name(),
        room.kind(),
        room.topic(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        room.memberCount(),
        null,
        null,
        room.createdAt());
  }

  private static Room view(
      UserId user, MyRoom my, Map<RoomId, List<Person>> people, Long head, Summary summary) {
    RoomRecord room = my.room();
    boolean direct = room.kind() == Kind.DIRECT;
    List<Person> present = direct ? people.getOrDefault(room.id(), List.of()) : null;
    return new Room(
        room.id(),
        direct ? othersNames(user, present) : room.name(),
        room.kind(),
        room.topic(),
        room.code(),
        my.role(),
        summary == null ? head : Long.valueOf(summary.head()),
        summary == null ? null : summary.readSeq(),
        summary == null ? null : summary.unread(),
        summary == null ? null : summary.mentions(),
        summary == null ? null : summary.last(),
        null,
        room.memberCount(),
        room.kind() == Kind.PRIVATE ? room.passwordHash() != null : null,
        present,
        room.createdAt());
  }

  private static String othersNames(UserId user, List<Person> people) {
    return people.stream()
        .filter(p -> !p.id().equals(user))
        .map(Person::name)
        .collect(Collectors.joining(", "));
  }
}
