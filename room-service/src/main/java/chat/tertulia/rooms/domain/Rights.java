package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.error.Problem;

/**
 * The one table of who may do what in a room. What it says about posting the log's append function
 * repeats in SQL, since it must know at the moment of the number; a test compares the two.
 */
public final class Rights {
  private Rights() {}

  /** What can be done in a room, with the least role that may. */
  public enum Act {
    READ(Role.READER, true),
    LEAVE(Role.READER, false),
    REPORT(Role.READER, true),
    POST(Role.MEMBER, true),
    INVITE(Role.MODERATOR, false),
    ADD(Role.MODERATOR, false),
    RENAME(Role.MODERATOR, false),
    SLOW_DOWN(Role.MODERATOR, false),
    REMOVE(Role.MODERATOR, false),
    BAN(Role.MODERATOR, false),
    MUTE(Role.MODERATOR, false),
    JUDGE_REPORTS(Role.MODERATOR, false),
    SAY_WHO_POSTS(Role.OWNER, false),
    SAY_WHAT_NEWCOMERS_SEE(Role.OWNER, false),
    SET_RETENTION(Role.OWNER, false),
    SET_PASSWORD(Role.OWNER, false),
    ARCHIVE(Role.OWNER, false),
    GRANT(Role.OWNER, false),
    CLOSE(Role.OWNER, false);

    private final Role least;
    private final boolean inDirect;

    Act(Role least, boolean inDirect) {
      this.least = least;
      this.inDirect = inDirect;
    }

    /** The weakest role that may do this. */
    public Role least() {
      return least;
    }

    /** Whether it can be done in a direct room, which nobody runs. */
    public boolean inDirect() {
      return inDirect;
    }
  }

  public static boolean may(Kind kind, Role role, Act act) {
    return role.atLeast(act.least) && (act.inDirect || kind != Kind.DIRECT);
  }

  /**
   * @throws Problem {@code access_denied} that names who may
   */
  public static void require(RoomRecord room, Role role, Act act) {
    if (!may(room.kind(), role, act)) {
      throw Problem.denied(
          switch (act.least) {
            case OWNER -> "only an owner may do this";
            case MODERATOR -> "only owners and moderators may do this";
            case MEMBER -> "readers may not do this";
            case READER -> "this cannot be done in a direct room";
          });
    }
  }

  /** Whether one may act against the other: owners against anyone, others against those below. */
  public static boolean over(Role own, Role other) {
    return own == Role.OWNER || !other.atLeast(own);
  }
}
