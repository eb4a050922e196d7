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
   * Name, topic or what the room is set to change.
   *
   * @param name null when it stays
   * @param topic null when it stays
   * @param before what the room was set to
   * @param policy what it is set to from now on; null when that stays
   * @param passwordHash null when it stays, empty for none
   */
  record Alter(String name, String topic, RoomPolicy before, RoomPolicy policy, String passwordHash)
      implements Step {
    public Alter(String name, String topic) {
      this(name, topic, null, null, null);
    }

    @Override
    public String kind() {
      return "room";
    }

    @Override
    public String body() {
      var fields = Json.readObject(roomBody(name, topic, null));
      if (policy != null) {
        policy.tellChanges(before, fields);
      }
      if (passwordHash != null) {
        fields.put("hasPassword", !passwordHash.isEmpty());
      }
      return Json.text(fields);
    }
  }

  /** The log lost the content of its entries up to a number. */
  record Purged(long upTo) implements Step {
    @Override
    public String kind() {
      return "room";
    }

    @Override
    public String body() {
      return "{\"purged\":" + upTo + "}";
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

  /**
   * How long somebody stays out, and why.
   *
   * @param reason for those who run the room; null when none was given
   * @param until null for good
   */
  record Terms(String reason, Instant until) {
    /** For good, without a word. */
    public static final Terms PLAIN = new Terms(null, null);
  }

  /**
   * A member is one no more.
   *
   * @param terms of a ban, else null
   */
  record End(Person person, How how, Terms terms) implements Step {
    /** By themselves, by someone else, or by someone else and for good. */
    public enum How {
      LEFT,
      REMOVED,
      BANNED
    }

    public End(Person person, How how) {
      this(person, how, how == How.BANNED ? Terms.PLAIN : null);
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
      return memberBody(person, change(), null, terms == null ? null : terms.until());
    }
  }

  /** Somebody who is not in the room may not come in any more. */
  record Bar(Person person, Terms terms) implements Step {
    @Override
    public UserId subject() {
      return person.id();
    }

    @Override
    public String change() {
      return "banned";
    }

    @Override
    public String body() {
      return memberBody(person, change(), null, terms.until());
    }
  }

  /** Somebody who was banned may come back. */
  record Pardon(Person person) implements Step {
    @Override
    public UserId subject() {
      return person.id();
    }

    @Override
    public String change() {
      return "unbanned";
    }

    @Override
    public String body() {
      return memberBody(person, change(), null);
    }
  }

  /**
   * A member may not post for a while, or may again.
   *
   * @param until null for at once
   */
  record Mute(Person person, Instant until) implements Step {
    @Override
    public UserId subject() {
      return person.id();
    }

    @Override
    public String change() {
      return until == null ? "unmuted" : "muted";
    }

    @Override
    public String body() {
      return memberBody(person, change(), null, until);
    }
  }

  /** The kind of the room has a name of its own: {@code kind} is the entry's in the same object. */
  private static String roomBody(String name, String topic, Kind roomKind) {
    record RoomBody(String name, String topic, Kind roomKind) {}
    return Json.text(new RoomBody(name, topic, roomKind));
  }

  private static String memberBody(Person user, String change, Role role) {
    return memberBody(user, change, role, null);
  }

  private static String memberBody(Person user, String change, Role role, Instant until) {
    record MemberBody(Person user, String change, Role role, Instant until) {}
    return Json.text(new MemberBody(user, change, role, until));
  }
}
