package chat.tertulia.rooms.domain;

import chat.tertulia.rooms.domain.RoomReads.MyRoom;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Moderation;
import chat.tertulia.shared.contract.Places;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Rooms.Member;
import chat.tertulia.shared.contract.Rooms.Members;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.Rooms.RoomList;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What people see of rooms and members, page by page. */
public final class Browsing {
  private static final int PAGE = 50;
  private static final String MINE = "rooms";
  private static final String PUBLIC = "public";
  private static final String MEMBERS = "members";
  private static final String BANS = "bans";

  private static final Comparator<Room> LAST_ACTIVITY_FIRST =
      Comparator.comparing(
              (Room r) -> r.last() == null ? r.createdAt() : r.last().at(),
              Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .reversed();

  private final RoomReads reads;
  private final RoomViews views;

  public Browsing(RoomReads reads, RoomViews views) {
    this.reads = reads;
    this.views = views;
  }

  /** The caller's rooms; pages by id, within a page the last activity first. */
  public Future<RoomList> mine(Caller caller, String cursor, Integer limit) {
    int page = limit == null ? Rooms.MAX_PAGE : limit;
    String above = cursor == null ? "" : Cursor.read(cursor, MINE, 1).getFirst();
    return reads
        .roomsOf(caller.user(), above, page + 1)
        .compose(
            found -> {
              List<MyRoom> rooms = cut(found, page);
              String next =
                  found.size() > page ? Cursor.of(MINE, rooms.getLast().room().id().value()) : null;
              return views
                  .several(caller.user(), rooms)
                  .map(
                      list ->
                          new RoomList(list.stream().sorted(LAST_ACTIVITY_FIRST).toList(), next));
            });
  }

  /** Where some people are; for our own processes. */
  public Future<Places.Found> places(List<UserId> users, UserId with) {
    if (users.size() > Places.MAX_USERS) {
      throw Problem.field("users", "must name at most " + Places.MAX_USERS + " people");
    }
    return reads.placesOf(users, with).map(Places.Found::new);
  }

  /** Public rooms by name. */
  public Future<RoomList> directory(String query, String cursor, Integer limit) {
    int page = limit == null ? PAGE : limit;
    List<String> after = cursor == null ? List.of("", "") : Cursor.read(cursor, PUBLIC, 2);
    return reads
        .publicRooms(Names.pattern(query), after.getFirst(), after.getLast(), page + 1)
        .map(
            found -> {
              List<RoomRecord> rooms = cut(found, page);
              String next = found.size() > page ? cursorAfter(rooms.getLast()) : null;
              return new RoomList(rooms.stream().map(RoomViews::outside).toList(), next);
            });
  }

  private static String cursorAfter(RoomRecord room) {
    return Cursor.of(PUBLIC, Names.key(room.name()), room.id().value());
  }

  public Future<Room> one(Caller caller, RoomId room) {
    return views.one(caller.user(), room);
  }

  /** A room's members, longest-standing first. */
  public Future<Members> members(Caller caller, RoomId room, String cursor, Integer limit) {
    int page = limit == null ? PAGE : limit;
    long after = Cursor.readNumber(cursor, MEMBERS);
    return reads
        .membersOf(room, caller.user(), after, page + 1)
        .map(
            found -> {
              List<Membership> all = found.orElseThrow(Problem::notFound);
              List<Membership> members = cut(all, page);
              String next =
                  all.size() > page
                      ? Cursor.of(MEMBERS, Long.toString(members.getLast().joinedSeq()))
                      : null;
              return new Members(members.stream().map(Browsing::shown).toList(), next);
            });
  }

  /** Who is kept out of a room, for those who may let them in; longest first. */
  public Future<Moderation.Bans> bans(Caller caller, Moderation.PageOf request) {
    int page = request.limit() == null ? PAGE : request.limit();
    String cursor = request.cursor();
    List<String> after = cursor == null ? List.of("0", "") : Cursor.read(cursor, BANS, 2);
    long afterMs = Cursor.number(after);
    RoomId room = request.roomId();
    return reads
        .roomOf(caller.user(), room)
        .map(found -> found.orElseThrow(Problem::notFound))
        .compose(
            my -> {
              Rights.require(my.room(), my.role(), Rights.Act.BAN);
              return reads.bansOf(room, afterMs, after.getLast(), page + 1);
            })
        .map(
            found -> {
              List<Moderation.Ban> bans = cut(found, page);
              String next = found.size() > page ? cursorAfter(bans.getLast()) : null;
              return new Moderation.Bans(bans, next);
            });
  }

  private static String cursorAfter(Moderation.Ban ban) {
    return Cursor.of(BANS, Long.toString(ban.at().toEpochMilli()), ban.user().id().value());
  }

  private static Member shown(Membership member) {
    return new Member(member.person(), member.role(), member.joinedAt(), member.mutedUntil());
  }

  private static <T> List<T> cut(List<T> found, int page) {
    return found.size() > page ? found.subList(0, page) : found;
  }
}
