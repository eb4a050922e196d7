package chat.tertulia.rooms.domain;

/** What a person who wants to come in shows at the door. */
public sealed interface Admission {
  /** Nothing. */
  record Free() implements Admission {}

  /**
   * A password that fits this hash; whether it is still the room's is asked under the lock.
   *
   * @param hash null when the password fitted nothing
   */
  record ByPassword(String hash) implements Admission {}

  /** The code of an instant room. */
  record ByCode(String code) implements Admission {}

  /** The code of an invitation; whether it is still good is asked when it is used. */
  record ByInvite(String code) implements Admission {}
}
