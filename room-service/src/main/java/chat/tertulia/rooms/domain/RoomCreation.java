package chat.tertulia.rooms.domain;

import chat.tertulia.rooms.domain.RoomStore.NewRoom;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Last;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.FieldError;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How rooms begin. */
public final class RoomCreation {
  /** Most people in a direct room, with the one who asks. */
  public static final int MAX_DIRECT = 50;

  /** Codes tried before giving up: with 10,000 rooms alive one in a hundred is taken. */
  private static final int CODE_TRIES = 8;

  private final RoomStore store;
  private final RoomViews views;
  private final Peers peers;
  private final Passwords passwords;
  private final Aftermath aftermath;
  private final CreationLimits limits;
  private final Clock clock;

  public RoomCreation(
      RoomStore store,
      RoomViews views,
      Peers peers,
      Passwords passwords,
      Aftermath aftermath,
      CreationLimits limits,
      Clock clock) {
    this.store = store;
    this.views = views;
    this.peers = peers;
    this.passwords = passwords;
    this.aftermath = aftermath;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A room of its creator and the people named.
   *
   * @return fails with {@code rate_limited} or {@code conflict} for one who makes too many
   */
  public Future<Room> create(Caller caller, Rooms.Create request) {
    if (request.password() != null && request.kind() != Kind.PRIVATE) {
      return Future.failedFuture(
          Problem.field("password", "is for private rooms only, others have no lock"));
    }
    limits.rate().take(caller.user());
    return known(caller, request.members(), "members")
        .compose(
            people -> hashed(request.password()).map(hash -> begin(caller, people, request, hash)))
        .compose(room -> insert(room, caller, CODE_TRIES))
        .map(begun -> announce(caller, begun));
  }

  private Future<String> hashed(String password) {
    return password == null ? Future.succeededFuture() : passwords.hash(password);
  }

  private NewRoom begin(Caller caller, List<Person> others, Rooms.Create request, String hash) {
    return new NewRoom(
        record(request.name(), request.kind(), request.topic(), hash, others.size() + 1),
        null,
        members(caller, Role.OWNER, others));
  }

  private static RoomRecord record(
      String name, Kind kind, String topic, String hash, int memberCount) {
    String code = kind == Kind.INSTANT ? Codes.instant() : null;
    return new RoomRecord(RoomId.random(), name, kind, topic, code, hash, memberCount, null);
  }

  private List<Step.Add> members(Caller caller, Role own, List<Person> others) {
    Instant now = clock.instant();
    var members = new ArrayList<Step.Add>();
    members.add(new Step.Add(caller.person(), own, caller.expires()));
    others.forEach(p -> members.add(RoomRules.newcomer(p, Role.MEMBER, now)));
    return members;
  }

  private record Begun(NewRoom room, Changed changed) {}

  private Future<Begun> insert(NewRoom room, Caller caller, int tries) {
    return store
        .create(room, caller, limits.rooms())
        .compose(
            changed ->
                changed
                    .map(c -> Future.succeededFuture(new Begun(room, c)))
                    .orElseGet(() -> again(room, caller, tries - 1)));
  }

  private Future<Begun> again(NewRoom room, Caller caller, int tries) {
    if (tries == 0) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "no code is free, try again soon"));
    }
    RoomRecord r = room.room();
    var other = record(r.name(), r.kind(), r.topic(), r.passwordHash(), r.memberCount());
    return insert(new NewRoom(other, room.directKey(), room.members()), caller, tries);
  }

  private Room announce(Caller caller, Begun begun) {
    Changed changed = begun.changed();
    aftermath.publish(changed);
    var entry = changed.entries().getLast();
    var last = new Last(entry.seq(), caller.person(), changed.at(), entry.kind(), null);
    var people = begun.room().members().stream().map(Step.Add::person).toList();
    Room own = null;
    for (Step.Add each : begun.room().members()) {
      UserId user = each.person().id();
      Room seen = RoomViews.begun(user, each.role(), changed, people, last);
      peers.tellAdded(user, seen);
      own = user.equals(caller.user()) ? seen : own;
    }
    return own;
  }

  /** The one direct room of these people and the caller: 201 when it begins, 200 later. */
  public Future<Answer<Room>> direct(Caller caller, List<UserId> userIds) {
    var all = new LinkedHashSet<>(userIds);
    all.add(caller.user());
    if (all.size() == 1) {
      return Future.failedFuture(Problem.field("userIds", "must name someone else"));
    }
    if (all.size() > MAX_DIRECT) {
      return Future.failedFuture(
          Problem.field("userIds", "must name at most " + (MAX_DIRECT - 1) + " others"));
    }
    String key = directKey(all);
    return existing(caller, key)
        .compose(
            found ->
                found
                    .map(room -> Future.succeededFuture(Answer.of(200, room)))
                    .orElseGet(() -> beginDirect(caller, userIds, key)));
  }

  private Future<Optional<Room>> existing(Caller caller, String key) {
    return store
        .findDirect(key)
        .compose(
            id ->
                id.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : views.one(caller.user(), id.get()).map(Optional::of));
  }

  private Future<Answer<Room>> beginDirect(Caller caller, List<UserId> userIds, String key) {
    limits.rate().take(caller.user());
    return known(caller, userIds, "userIds")
        .compose(
            people ->
                store
                    .create(
                        new NewRoom(
                            record("", Kind.DIRECT, "", null, people.size() + 1),
                            key,
                            members(caller, Role.MEMBER, people)),
                        caller,
                        limits.directRooms())
                    .compose(changed -> begunOrThere(caller, key, people, changed)));
  }

  private Future<Answer<Room>> begunOrThere(
      Caller caller, String key, List<Person> others, Optional<Changed> changed) {
    if (changed.isEmpty()) {
      // Someone else was quicker: the room is committed, or the insert would have waited for it.
      return existing(caller, key).map(room -> Answer.of(200, room.orElseThrow(Problem::notFound)));
    }
    var room = new NewRoom(changed.get().room(), key, members(caller, Role.MEMBER, others));
    return Future.succeededFuture(Answer.of(201, announce(caller, new Begun(room, changed.get()))));
  }

  /** The same people in any order and number of mentions give the same key. */
  static String directKey(Collection<UserId> people) {
    String ids = people.stream().map(UserId::value).sorted().collect(Collectors.joining("\n"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** The named people without the caller and without repeats; unknown ones are all named. */
  private Future<List<Person>> known(Caller caller, List<UserId> named, String field) {
    var others = new LinkedHashSet<>(named);
    others.remove(caller.user());
    if (others.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return peers.people(others).map(found -> inOrder(named, others, found, field));
  }

  private static List<Person> inOrder(
      List<UserId> named, Collection<UserId> others, Map<UserId, Person> found, String field) {
    var unknown = new ArrayList<FieldError>();
    for (int i = 0; i < named.size(); i++) {
      if (others.contains(named.get(i)) && !found.containsKey(named.get(i))) {
        unknown.add(new FieldError(field + "[" + i + "]", "names nobody"));
      }
    }
    if (!unknown.isEmpty()) {
      throw Problem.fields(unknown);
    }
    return others.stream().map(found::get).toList();
  }
}
