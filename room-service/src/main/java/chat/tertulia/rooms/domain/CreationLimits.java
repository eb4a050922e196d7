package chat.tertulia.rooms.domain;

/**
 * What one person may make.
 *
 * @param rooms rooms made by one person that are still there, at most
 * @param directRooms direct rooms begun by one person, at most
 */
public record CreationLimits(CreationRate rate, int rooms, int directRooms) {}
