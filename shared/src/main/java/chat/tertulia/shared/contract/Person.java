package chat.tertulia.shared.contract;

/**
 * A person as every answer and frame shows them.
 *
 * @param name display name at the time of the answer or entry
 */
public record Person(UserId id, String name) {}
