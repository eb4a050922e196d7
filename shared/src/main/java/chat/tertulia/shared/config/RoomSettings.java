package chat.tertulia.shared.config;

import java.time.Duration;

/** What room-service needs besides the database. */
public record RoomSettings(
    @Setting(
            name = "TERTULIA_ROOM_PORT",
            fallback = "8082",
            doc = "REST port of room-service; 0 picks a free one")
        int port,
    @Setting(
            name = "TERTULIA_PUBLIC_URL",
            fallback = "",
            doc = "address people open, for invitation links; empty: a link without a host")
        String publicUrl,
    @Setting(
            name = "TERTULIA_INSTANT_LINGER",
            fallback = "60s",
            doc = "how long an instant room outlives its last member")
        Duration instantLinger,
    @Setting(
            name = "TERTULIA_ROOMS_PER_USER",
            fallback = "1000",
            doc = "rooms one person has made and that are still there, at most")
        int roomsPerUser,
    @Setting(
            name = "TERTULIA_DIRECT_ROOMS_PER_USER",
            fallback = "10000",
            doc = "direct rooms one person has begun, at most; they stay for good")
        int directRoomsPerUser,
    @Setting(
            name = "TERTULIA_CREATIONS_PER_MINUTE",
            fallback = "100",
            doc =
                "rooms, direct rooms and invitations one person may make per minute over time; ten"
                    + " times as many at once")
        int creationsPerMinute) {
  public RoomSettings {
    Ports.check("TERTULIA_ROOM_PORT", port);
    positive("TERTULIA_ROOMS_PER_USER", roomsPerUser);
    positive("TERTULIA_DIRECT_ROOMS_PER_USER", directRoomsPerUser);
    positive("TERTULIA_CREATIONS_PER_MINUTE", creationsPerMinute);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new BadSetting(name, "must be at least 1");
    }
  }
}
