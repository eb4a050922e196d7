package chat.tertulia.shared.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Proves at start that this process refuses forged tokens and accepts a good one, with keys made
 * for the purpose. A process that fails must not serve.
 */
public final class TokenSelfTest {
  private static final String KEY_ID = "self-test";

  private TokenSelfTest() {}

  /** Fails with an {@link IllegalStateException} that names the case that went wrong. */
  public static Future<Void> run(Vertx vertx) {
    KeyPair pair = newKeyPair();
    JsonObject jwk = Jwks.publicJwk(KEY_ID, (ECPublicKey) pair.getPublic());
    var verifier = new TokenVerifier(vertx, List.of(jwk));
    var empty = new TokenVerifier(vertx, List.of());
    long now = Instant.now().getEpochSecond();
    JsonObject claims = claims(now + 60);
    String good = sign(vertx, pair, claims);
    var checks = new ArrayList<Future<?>>();
    checks.add(verifier.verify(good).mapEmpty());
    checks.add(refused("no keys", empty, good));
    checks.add(refused("alg none", verifier, unsigned(claims)));
    checks.add(refused("alg none without keys", empty, unsigned(claims)));
    checks.add(
        refused("other issuer", verifier, sign(vertx, pair, claims.copy().put("iss", "other"))));
    checks.add(refused("no issuer", verifier, sign(vertx, pair, without(claims, "iss"))));
    checks.add(refused("no end", verifier, sign(vertx, pair, without(claims, "exp"))));
    checks.add(refused("expired", verifier, sign(vertx, pair, claims(now - 5))));
    checks.add(refused("no subject", verifier, sign(vertx, pair, without(claims, "sub"))));
    checks.add(refused("other key", verifier, sign(vertx, newKeyPair(), claims)));
    checks.add(refused("cut", verifier, good.substring(0, good.length() - 8)));
    return Future.all(checks)
        .mapEmpty()
        .recover(
            e ->
                Future.failedFuture(
                    new IllegalStateException("token self-test failed: " + e.getMessage())))
        .mapEmpty();
  }

  private static Future<?> refused(String name, TokenVerifier verifier, String token) {
    return verifier
        .verify(token)
        .transform(
            (caller, failed) ->
                failed != null
                    ? Future.succeededFuture()
                    : Future.failedFuture("accepted a token with " + name));
  }

  private static JsonObject claims(long exp) {
    return new JsonObject()
        .put("iss", TokenVerifier.ISSUER)
        .put("sub", "u0")
        .put("sid", "s0")
        .put("name", "Self Test")
        .put("role", "user")
        .put("exp", exp);
  }

  private static JsonObject without(JsonObject claims, String name) {
    var copy = claims.copy();
    copy.remove(name);
    return copy;
  }

  private static String sign(Vertx vertx, KeyPair pair, JsonObject claims) {
    var key =
        new PubSecKeyOptions()
            .setAlgorithm(TokenVerifier.ALGORITHM)
            .setId(KEY_ID)
            .setBuffer(Jwks.pem(pair.getPrivate()));
    var auth = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
    return auth.generateToken(
        claims,
        new JWTOptions()
            .setAlgorithm(TokenVerifier.ALGORITHM)
            .setNoTimestamp(true)
            .setHeader(new JsonObject().put("kid", KEY_ID)));
  }

  private static String unsigned(JsonObject claims) {
    var header = new JsonObject().put("typ", "JWT").put("alg", "none").put("kid", KEY_ID);
    return base64(header.encode()) + "." + base64(claims.encode()) + ".";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair newKeyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no P-256", e);
    }
  }
}
