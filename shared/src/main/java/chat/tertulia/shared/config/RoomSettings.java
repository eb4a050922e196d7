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
        Duration instantLinger) {
  public RoomSettings {
    Ports.check("TERTULIA_ROOM_PORT", port);
  }
}
