package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.Rooms.Role;
import java.time.Instant;

/**
 * One person in one room.
 *
 * @param joinedSeq number of the entry that says they joined
 * @param mutedUntil when they may post again; null or past when they may
 */
public record Membership(
    Person person, Role role, long joinedSeq, Instant joinedAt, Instant mutedUntil) {
  public Membership(Person person, Role role, long joinedSeq, Instant joinedAt) {
    this(person, role, joinedSeq, joinedAt, null);
  }
}
