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
import java.util.Objects;
import java.util.stream.Stream;

/** What travels to and from room-service. */
public interface Rooms {
  int MAX_NAME_CHARS = 80;
  int MAX_TOPIC_CHARS = 500;
  int MAX_DESCRIPTION_CHARS = 2_000;
  int MAX_SLOW_SECONDS = 6 * 3600;
  int MAX_RETENTION_DAYS = 3_660;
  long MAX_MUTE_SECONDS = 366L * 24 * 3600;
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

  /** What people who join see of what was said before. */
  enum NewcomersSee {
    ALL,
    JOINED;

    @JsonValue
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static NewcomersSee of(String value) {
      for (NewcomersSee each : values()) {
        if (each.value().equals(value)) {
          return each;
        }
      }
      throw Problem.field("", "must be all or joined");
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

  /**
   * What changes; null leaves a thing as it is.
   *
   * @param description longer than the topic, shown on the room's own page; empty for none
   * @param postBy least role that may post: {@code member}, {@code moderator} or {@code owner}
   * @param slowSeconds between two messages of the same member, 0 for none
   * @param archived true to let nobody post, false to restore the room
   * @param newcomersSee for those who join from now on
   * @param retentionDays how long messages are kept, 0 for good
   * @param password of a private room; empty for none
   */
  record Change(
      RoomId roomId,
      String name,
      String topic,
      String description,
      Role postBy,
      Integer slowSeconds,
      Boolean archived,
      NewcomersSee newcomersSee,
      Integer retentionDays,
      String password) {
    public Change {
      required("roomId", roomId);
      name = name == null ? null : line("name", name, 1, MAX_NAME_CHARS);
      topic = topic == null ? null : block("topic", topic, 0, MAX_TOPIC_CHARS);
      description =
          description == null ? null : block("description", description, 0, MAX_DESCRIPTION_CHARS);
      if (postBy == Role.READER) {
        throw Problem.field("postBy", "must be owner, moderator or member");
      }
      between("slowSeconds", slowSeconds, MAX_SLOW_SECONDS);
      between("retentionDays", retentionDays, MAX_RETENTION_DAYS);
      if (password != null && !password.isEmpty()) {
        checkPassword(password);
      }
    }

    /** Whether nothing is to change. */
    public boolean isEmpty() {
      return Stream.of(
              name,
              topic,
              description,
              postBy,
              slowSeconds,
              archived,
              newcomersSee,
              retentionDays,
              password)
          .allMatch(Objects::isNull);
    }

    public Change(RoomId roomId, String name, String topic) {
      this(roomId, name, topic, null, null, null, null, null, null, null);
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
   * @param description absent when there is none
   * @param postBy least role that may post; absent when every member may
   * @param slowSeconds between two messages of a member; absent for none
   * @param archived true when nobody may post, else absent
   * @param newcomersSee absent when they see everything
   * @param retentionDays how long messages are kept; absent for good
   * @param favourite true when the caller said so, likewise {@code muted}; else absent
   * @param hidden true when the caller put it out of sight and nothing was added since, else absent
   * @param mutedUntil when the caller may post again; absent when they may
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
      Instant createdAt,
      String description,
      Role postBy,
      Integer slowSeconds,
      Boolean archived,
      NewcomersSee newcomersSee,
      Integer retentionDays,
      Boolean favourite,
      Boolean muted,
      Boolean hidden,
      Instant mutedUntil) {}

  record RoomList(List<Room> rooms, String next) {}

  record MembersOf(RoomId roomId, String cursor, Integer limit) {
    public MembersOf {
      required("roomId", roomId);
      checkLimit(limit);
    }
  }

  /**
   * @param mutedUntil when they may post again; absent when they may
   */
  record Member(Person user, Role role, Instant joinedAt, Instant mutedUntil) {}

  record Members(List<Member> members, String next) {}

  /**
   * Adds a person, changes their role, or keeps them from posting for a while.
   *
   * @param mutedFor seconds from now, 0 to let them post again; null leaves it
   */
  record SetMember(RoomId roomId, UserId userId, Role role, Long mutedFor) {
    public SetMember {
      required("roomId", roomId);
      required("userId", userId);
      if (mutedFor != null && (mutedFor < 0 || mutedFor > MAX_MUTE_SECONDS)) {
        throw Problem.field("mutedFor", "must be 0 to " + MAX_MUTE_SECONDS + " seconds");
      }
    }

    public SetMember(RoomId roomId, UserId userId, Role role) {
      this(roomId, userId, role, null);
    }
  }

  /**
   * @param ban true when the person may not come back by themselves; null means no
   * @param reason of the ban, for moderators
   * @param banFor seconds until the ban ends, null for good
   */
  record MemberRef(RoomId roomId, UserId userId, Boolean ban, String reason, Long banFor) {
    public MemberRef {
      required("roomId", roomId);
      required("userId", userId);
      reason = Moderation.checkBan(reason, banFor);
    }

    public MemberRef(RoomId roomId, UserId userId, Boolean ban) {
      this(roomId, userId, ban, null, null);
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

  /**
   * @param by who made it
   * @param used how many have come in by it
   */
  record Invite(
      String id,
      String code,
      String url,
      Instant expiresAt,
      Integer usesLeft,
      UserId by,
      Integer used) {}

  record Invites(List<Invite> invites, String next) {}

  /**
   * Topic: something for one person, whichever gateway holds their sockets.
   *
   * @param frame the body of the frame on {@code user.<id>}, with a {@code type}
   */
  record Notice(UserId user, JsonNode frame) {}

  private static void between(String field, Integer value, int most) {
    if (value != null && (value < 0 || value > most)) {
      throw Problem.field(field, "must be 0 to " + most);
    }
  }

  /** Checks the size of a page. */
  static void checkPage(Integer limit) {
    checkLimit(limit);
  }

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
