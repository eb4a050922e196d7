package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;

/**
 * An entry that wants its number.
 *
 * @param kind as in the contract, for example {@code message}
 * @param clientId null when a repeat need not be known
 * @param body the kind's own fields as one JSON object, exactly as they go into the frame
 */
public record Draft(RoomId room, Person actor, String kind, ClientId clientId, String body) {}
