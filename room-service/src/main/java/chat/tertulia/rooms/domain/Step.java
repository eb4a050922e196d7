package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import java.time.Instant;
import java.util.Locale;

/** One change of a room; each is one entry of its log. */
public sealed interface Step {

  /** The kind of the entry. */
  default String kind() {
    return "member";
  }

  /** The person the entry is about, null for the room itself. */
  default UserId subject() {
    return null;
  }

  /** What happened to them, null for the room itself. */
  default String change() {
    return null;
  }

  /** The entry's own fields as one JSON object. */
  String body();

  /** The room begins to exist. */
  record Open(String name, String topic, Kind roomKind) implements Step {
    @Override
    public String kind() {
      return "room";
    }

    @Override
    public String body() {
      return roomBody(name, topic, roomKind);
    }
  }

  /**
   * Name or topic change.
   *
   * @param name null when it stays
   * @param topic null when it stays
   */
  record Alter(String name, String topic) implements Step {
    @Override
    public String kind() {
      return "room";
    }

    @Override
    public String body() {
      return roomBody(name, topic, null);
    }
  }

  /**
   * A person comes in; a ban on them is lifted.
   *
   * @param nameFrom end of the access token their name is from
   */
  record Add(Person person, Role role, Instant nameFrom) implements Step {
    @Override
    public UserId subject() {
      return person.id();
    }

    @Override
    public String change() {
      return "joined";
    }

    @Override
    public String body() {
      return memberBody(person, change(), role);
    }
  }

  /** A member gets another role. */
  record Grant(Person person, Role role) implements Step {
    @Override
    public UserId subject() {
      return person.id();
    }

    @Override
    public String change() {
      return "role";
    }

    @Override
    public String body() {
      return memberBody(person, change(), role);
    }
  }

  /** A member is one no more. */
  record End(Person person, How how) implements Step {
    /** By themselves, by someone else, or by someone else and for good. */
    public enum How {
      LEFT,
      REMOVED,
      BANNED
    }

    @Override
    public UserId subject() {
      return person.id();
    }

    @Override
    public String change() {
      return how.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String body() {
      return memberBody(person, change(), null);
    }
  }

  /** The kind of the room has a name of its own: {@code kind} is the entry's in the same object. */
  private static String roomBody(String name, String topic, Kind roomKind) {
    record RoomBody(String name, String topic, Kind roomKind) {}
    return Json.text(new RoomBody(name, topic, roomKind));
  }

  private static String memberBody(Person user, String change, Role role) {
    record MemberBody(Person user, String change, Role role) {}
    return Json.text(new MemberBody(user, change, role));
  }
}
