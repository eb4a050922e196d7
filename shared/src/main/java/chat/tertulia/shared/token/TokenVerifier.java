package chat.tertulia.shared.token;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Checks access tokens against one set of public keys.
 *
 * <p>The library accepts unsigned tokens when it holds no usable key, tokens without an end, and
 * any issuer unless told otherwise: so algorithm, key id, issuer and end are checked here as well,
 * and {@link TokenSelfTest} must pass before a process serves anyone.
 */
public final class TokenVerifier {
  /** The one algorithm accepted. */
  public static final String ALGORITHM = "ES256";

  /** Issuer of every token. */
  public static final String ISSUER = "tertulia";

  /** Longest token looked at, in characters. */
  public static final int MAX_CHARS = 4_096;

  private final JWTAuth auth;
  private final List<String> keyIds;

  /**
   * @param keys JSON web keys with {@code kid}; an empty list refuses every token
   */
  public TokenVerifier(Vertx vertx, List<JsonObject> keys) {
    this.keyIds = keys.stream().map(k -> k.getString("kid", "")).toList();
    var options = new JWTAuthOptions().setJWTOptions(new JWTOptions().setIssuer(ISSUER));
    keys.forEach(options::addJwk);
    this.auth = keys.isEmpty() ? null : JWTAuth.create(vertx, options);
  }

  /** Whether the token names a key that this verifier holds. */
  public boolean knowsKeyOf(String token) {
    JsonObject header = header(token);
    return header != null && keyIds.contains(header.getString("kid", ""));
  }

  /** Whether the token says of itself what ours do: algorithm and key. */
  static boolean isPlausible(String token) {
    JsonObject header = header(token);
    return header != null
        && ALGORITHM.equals(header.getValue("alg"))
        && header.getValue("kid") instanceof String;
  }

  /** The caller, or a {@link Problem} {@code unauthenticated} or {@code token_expired}. */
  public Future<Caller> verify(String token) {
    JsonObject header = header(token);
    if (auth == null
        || header == null
        || !ALGORITHM.equals(header.getString("alg"))
        || !keyIds.contains(header.getString("kid", ""))) {
      return Future.failedFuture(unauthenticated());
    }
    return auth.authenticate(new TokenCredentials(token))
        .transform(
            (user, failed) ->
                failed == null
                    ? caller(user.attributes().getJsonObject("accessToken", new JsonObject()))
                    : Future.failedFuture(isExpired(token) ? expired() : unauthenticated()));
  }

  private static Future<Caller> caller(JsonObject claims) {
    Long exp = claims.getLong("exp");
    String sub = claims.getString("sub");
    String sid = claims.getString("sid");
    String name = claims.getString("name");
    if (exp == null
        || sub == null
        || sid == null
        || name == null
        || !ISSUER.equals(claims.getString("iss"))) {
      return Future.failedFuture(unauthenticated());
    }
    var expires = Instant.ofEpochSecond(exp);
    if (!expires.isAfter(Instant.now())) {
      return Future.failedFuture(expired());
    }
    return Future.succeededFuture(
        new Caller(
            new UserId(sub), new SessionId(sid), name, claims.getString("role", "user"), expires));
  }

  /**
   * The number that a verified token's {@code jti} begins with; 0 if there is none.
   *
   * @see chat.tertulia.shared.contract.Accounts.TokenUse
   */
  static int generation(String token) {
    JsonObject claims = part(token, 1);
    String id = claims == null || !(claims.getValue("jti") instanceof String jti) ? "" : jti;
    int dot = id.indexOf('.');
    try {
      return dot < 1 ? 0 : Integer.parseInt(id.substring(0, dot));
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }

  private static JsonObject header(String token) {
    return token == null || token.length() > MAX_CHARS ? null : part(token, 0);
  }

  private static boolean isExpired(String token) {
    JsonObject claims = part(token, 1);
    return claims != null
        && claims.getValue("exp") instanceof Number exp
        && exp.longValue() <= Instant.now().getEpochSecond();
  }

  private static JsonObject part(String token, int index) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      return new JsonObject(
          io.vertx.core.buffer.Buffer.buffer(Base64.getUrlDecoder().decode(parts[index])));
    } catch (RuntimeException notOurs) {
      return null;
    }
  }

  private static Problem unauthenticated() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "a valid access token is needed");
  }

  private static Problem expired() {
    return Problem.of(ErrorCode.TOKEN_EXPIRED, "the access token has expired");
  }
}
