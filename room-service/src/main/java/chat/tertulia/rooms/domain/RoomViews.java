package chat.tertulia.rooms.domain;

import chat.tertulia.rooms.domain.RoomReads.MyRoom;
import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Last;
import chat.tertulia.shared.contract.Rooms.NewcomersSee;
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
    return room(room, room.name(), null, null, null, null, null);
  }

  private static Room view(
      UserId user, MyRoom my, Map<RoomId, List<Person>> people, Long head, Summary summary) {
    RoomRecord room = my.room();
    boolean direct = room.kind() == Kind.DIRECT;
    List<Person> present = direct ? people.getOrDefault(room.id(), List.of()) : null;
    Long known = summary == null ? head : Long.valueOf(summary.head());
    String name = direct ? othersNames(user, present) : room.name();
    return room(room, name, my, known, summary, present, room.code());
  }

  /**
   * @param my null for those outside
   * @param summary null when the counts are not known
   */
  private static Room room(
      RoomRecord room,
      String name,
      MyRoom my,
      Long head,
      Summary summary,
      List<Person> people,
      String code) {
    RoomPolicy policy = room.policy();
    Preference own = my == null ? null : my.preference();
    boolean locks = my != null && room.kind() == Kind.PRIVATE;
    return new Room(
        room.id(),
        name,
        room.kind(),
        room.topic(),
        code,
        my == null ? null : my.role(),
        head,
        summary == null ? null : summary.readSeq(),
        summary == null ? null : summary.unread(),
        summary == null ? null : summary.mentions(),
        summary == null ? null : summary.last(),
        own == null ? null : own.notifyLevel(),
        room.memberCount(),
        locks ? room.passwordHash() != null : null,
        people,
        room.createdAt(),
        policy.description().isEmpty() ? null : policy.description(),
        policy.postBy() == Role.MEMBER ? null : policy.postBy(),
        policy.slowSeconds() == 0 ? null : policy.slowSeconds(),
        onlyTrue(policy.archived()),
        policy.newcomersSee() == NewcomersSee.ALL ? null : policy.newcomersSee(),
        policy.retentionDays() == 0 ? null : policy.retentionDays(),
        onlyTrue(own != null && own.favourite()),
        onlyTrue(own != null && own.muted()),
        onlyTrue(own != null && head != null && own.hides(head)),
        my == null ? null : my.mutedUntil());
  }

  private static Boolean onlyTrue(boolean value) {
    return value ? true : null;
  }

  private static String othersNames(UserId user, List<Person> people) {
    return people.stream()
        .filter(p -> !p.id().equals(user))
        .map(Person::name)
        .collect(Collectors.joining(", "));
  }
}
