package chat.tertulia.shared.contract;

/**
 * A publish address between our own processes. Delivery is at most once: whoever subscribes must
 * also have a way to find out what it missed.
 */
public record Topic<T>(String address, Class<T> type) {}
