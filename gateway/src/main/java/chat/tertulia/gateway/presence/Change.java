package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;

/**
 * What others see differently of a person.
 *
 * @param at the store's number for it, above that of every earlier change of this person
 */
record Change(UserId user, PresenceState state, long at) {}
