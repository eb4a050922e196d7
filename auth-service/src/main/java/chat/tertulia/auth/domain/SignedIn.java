package chat.tertulia.auth.domain;

import java.time.Duration;

/** A person with fresh tokens. */
public record SignedIn(
    Account account, String accessToken, Duration accessTokenLife, RefreshToken refreshToken) {}
