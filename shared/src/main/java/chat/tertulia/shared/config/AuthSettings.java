package chat.tertulia.shared.config;

import java.time.Duration;

/** What auth-service needs besides the database. */
public record AuthSettings(
    @Setting(
            name = "TERTULIA_AUTH_PORT",
            fallback = "8081",
            doc = "REST port of auth-service; 0 picks a free one")
        int port,
    @Setting(
            name = "TERTULIA_ACCESS_TOKEN_LIFE",
            fallback = "15m",
            doc = "how long an access token is good")
        Duration accessTokenLife,
    @Setting(
            name = "TERTULIA_REFRESH_TOKEN_LIFE",
            fallback = "720h",
            doc = "how long a session lives without being used")
        Duration refreshTokenLife,
    @Setting(
            name = "TERTULIA_KEY_LIFE",
            fallback = "720h",
            doc = "how long a signing key is used before the next takes over")
        Duration keyLife,
    @Setting(
            name = "TERTULIA_KEY_SECRET",
            fallback = "",
            doc =
                "encrypts signing keys in the database; 16 characters or more; empty: a"
                    + " warning, and they are stored as they are")
        Secret keySecret,
    @Setting(
            name = "TERTULIA_GUESTS",
            fallback = "false",
            doc = "whether people may enter without an account")
        boolean guests,
    @Setting(
            name = "TERTULIA_REGISTRATION",
            fallback = "true",
            doc = "whether people may create an account")
        boolean registration,
    @Setting(
            name = "TERTULIA_SECURE_COOKIE",
            fallback = "false",
            doc = "true when the page is served over https only")
        boolean secureCookie,
    @Setting(
            name = "TERTULIA_HASH_THREADS",
            fallback = "2",
            doc = "passwords hashed at once; each takes 19 MiB")
        int hashThreads) {
  public AuthSettings {
    Ports.check("TERTULIA_AUTH_PORT", port);
    if (hashThreads < 1 || hashThreads > 64) {
      throw new BadSetting("TERTULIA_HASH_THREADS", "must be 1 to 64");
    }
    if (accessTokenLife.compareTo(Duration.ofSeconds(1)) < 0
        || accessTokenLife.compareTo(Duration.ofHours(24)) > 0) {
      throw new BadSetting("TERTULIA_ACCESS_TOKEN_LIFE", "must be 1s to 24h");
    }
    if (refreshTokenLife.compareTo(accessTokenLife) < 0) {
      throw new BadSetting(
          "TERTULIA_REFRESH_TOKEN_LIFE", "must be at least TERTULIA_ACCESS_TOKEN_LIFE");
    }
    if (keyLife.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new BadSetting("TERTULIA_KEY_LIFE", "must be at least 1s");
    }
    if (!keySecret.isEmpty() && keySecret.value().length() < 16) {
      throw new BadSetting("TERTULIA_KEY_SECRET", "must have at least 16 characters");
    }
  }
}
