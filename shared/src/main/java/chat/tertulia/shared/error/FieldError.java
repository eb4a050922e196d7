package chat.tertulia.shared.error;

/**
 * One field of a request that is wrong.
 *
 * @param field its path in the request, for example {@code members[2]}
 * @param detail what it must be, safe to show
 */
public record FieldError(String field, String detail) {}
