package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.Rooms.Role;
import java.time.Instant;

/**
 * One person in one room.
 *
 * @param joinedSeq number of the entry that says they joined
 */
public record Membership(Person person, Role role, long joinedSeq, Instant joinedAt) {}
