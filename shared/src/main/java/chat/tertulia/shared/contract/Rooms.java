package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.block;
import static chat.tertulia.shared.json.Text.line;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What travels to and from room-service. */
public interface Rooms {
  int MAX_NAME_CHARS = 80;
  int MAX_TOPIC_CHARS = 500;
  int MAX_PASSWORD_CHARS = 128;

  /** Most people that may be named in one request. */
  int MAX_PEOPLE = 100;

  int MAX_PAGE = 200;
  int MAX_QUERY_CHARS = 100;

  /** What a room is for; {@code direct} cannot be asked for by name. */
  enum Kind {
    PUBLIC,
    PRIVATE,
    INSTANT,
    DIRECT;

    @JsonValue
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Kind of(String value) {
      for (Kind each : values()) {
        if (each.value().equals(value)) {
          return each;
        }
      }
      throw Problem.field("", "must be public, private or instant");
    }
  }

  /** What a member may do, strongest first. */
  enum Role {
    OWNER,
    MODERATOR,
    MEMBER,
    READER;

    @JsonValue
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Role of(String value) {
      for (Role each : values()) {
        if (each.value().equals(value)) {
          return each;
        }
      }
      throw Problem.field("", "must be owner, moderator, member or reader");
    }

    public boolean atLeast(Role other) {
      return compareTo(other) <= 0;
    }
  }

  record Create(String name, Kind kind, String topic, String password, List<UserId> members) {
    public Create {
      name = line("name", name, 1, MAX_NAME_CHARS);
      if (required("kind", kind) == Kind.DIRECT) {
        throw Problem.field("kind", "must be public, private or instant");
      }
      topic = topic == null ? "" : block("topic", topic, 0, MAX_TOPIC_CHARS);
      checkPassword(password);
      members = people("members", members);
    }
  }

  record Direct(List<UserId> userIds) {
    public Direct {
      userIds = people("userIds", required("userIds", userIds));
      if (userIds.isEmpty()) {
        throw Problem.field("userIds", "must name at least one person");
      }
    }
  }

  record RoomRef(RoomId roomId) {
    public RoomRef {
      required("roomId", roomId);
    }
  }

  record Change(RoomId roomId, String name, String topic) {
    public Change {
      required("roomId", roomId);
      name = name == null ? null : line("name", name, 1, MAX_NAME_CHARS);
      topic = topic == null ? null : block("topic", topic, 0, MAX_TOPIC_CHARS);
    }
  }

  /** Join by id, with the password where the room has one. */
  record Join(RoomId roomId, String password) {
    public Join {
      required("roomId", roomId);
    }
  }

  /** Join by the code of an instant room or of an invitation. */
  record JoinByCode(String code) {
    public static final int MAX_CODE_CHARS = 64;

    public JoinByCode {
      code = line("code", code, 1, MAX_CODE_CHARS);
    }
  }

  record Browse(String q, String cursor, Integer limit) {
    public Browse {
      q = q == null ? "" : line("q", q, 0, MAX_QUERY_CHARS);
      checkLimit(limit);
    }
  }

  record MyRooms(String cursor, Integer limit) {
    public MyRooms {
      checkLimit(limit);
    }
  }

  /** The newest entry of a room, short: for a room list. */
  record Last(long seq, Person actor, Instant at, String kind, String content) {}

  /**
   * A room as one caller sees it. Absent for those who are not in it: role, head, marks, counts.
   *
   * @param name for a direct room the other people's names
   * @param head number of its last entry
   * @param unread messages of others above {@code readSeq}
   * @param people members of a direct room
   */
  record Room(
      RoomId id,
      String name,
      Kind kind,
      String topic,
      String code,
      Role role,
      Long head,
      Long readSeq,
      Long unread,
      Long mentions,
      Last last,
      @JsonProperty("notify") String notifyLevel,
      Integer memberCount,
      Boolean hasPassword,
      List<Person> people,
      Instant createdAt) {}

  record RoomList(List<Room> rooms, String next) {}

  record MembersOf(RoomId roomId, String cursor, Integer limit) {
    public MembersOf {
      required("roomId", roomId);
      checkLimit(limit);
    }
  }

  record Member(Person user, Role role, Instant joinedAt) {}

  record Members(List<Member> members, String next) {}

  /** Adds a person or changes their role. */
  record SetMember(RoomId roomId, UserId userId, Role role) {
    public SetMember {
      required("roomId", roomId);
      required("userId", userId);
    }
  }

  /**
   * @param ban true when the person may not come back by themselves; null means no
   */
  record MemberRef(RoomId roomId, UserId userId, Boolean ban) {
    public MemberRef {
      required("roomId", roomId);
      required("userId", userId);
    }
  }

  /**
   * @param expiresIn seconds, null for the default
   * @param uses how many may use it, null for no limit
   */
  record MakeInvite(RoomId roomId, Long expiresIn, Integer uses) {
    public static final long MAX_SECONDS = 366L * 24 * 3600;
    public static final int MAX_USES = 100_000;

    public MakeInvite {
      required("roomId", roomId);
      if (expiresIn != null && (expiresIn < 1 || expiresIn > MAX_SECONDS)) {
        throw Problem.field("expiresIn", "must be 1 to " + MAX_SECONDS + " seconds");
      }
      if (uses != null && (uses < 1 || uses > MAX_USES)) {
        throw Problem.field("uses", "must be 1 to " + MAX_USES);
      }
    }
  }

  record InviteRef(RoomId roomId, String id) {
    public InviteRef {
      required("roomId", roomId);
      required("id", id);
    }
  }

  record Invite(String id, String code, String url, Instant expiresAt, Integer usesLeft) {}

  record Invites(List<Invite> invites, String next) {}

  /**
   * Topic: something for one person, whichever gateway holds their sockets.
   *
   * @param frame the body of the frame on {@code user.<id>}, with a {@code type}
   */
  record Notice(UserId user, JsonNode frame) {}

  private static void checkLimit(Integer limit) {
    if (limit != null && (limit < 1 || limit > MAX_PAGE)) {
      throw Problem.field("limit", "must be 1 to " + MAX_PAGE);
    }
  }

  private static void checkPassword(String password) {
    if (password != null && (password.isEmpty() || password.length() > MAX_PASSWORD_CHARS)) {
      throw Problem.field("password", "must have 1 to " + MAX_PASSWORD_CHARS + " characters");
    }
  }

  /** Keeps order and repeats, so that a wrong one can be named by its place. */
  private static List<UserId> people(String field, List<UserId> ids) {
    if (ids == null) {
      return List.of();
    }
    if (ids.size() > MAX_PEOPLE) {
      throw Problem.field(field, "must name at most " + MAX_PEOPLE + " people");
    }
    for (int i = 0; i < ids.size(); i++) {
      required(field + "[" + i + "]", ids.get(i));
    }
    return List.copyOf(ids);
  }
}
