package chat.tertulia.testkit;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.token.Jwks;
import chat.tertulia.shared.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Stands in for auth-service where a test is about something else: signs tokens with a key of its
 * own and answers on the bus for keys and ended sessions.
 */
public final class TestTokens {
  private static final String KEY_ID = "test-key";

  private final JWTAuth auth;
  private final JsonObject publicKey;

  public TestTokens(Vertx vertx) {
    KeyPair pair = newKeyPair();
    publicKey = Jwks.publicJwk(KEY_ID, (ECPublicKey) pair.getPublic());
    var key =
        new PubSecKeyOptions()
            .setAlgorithm(TokenVerifier.ALGORITHM)
            .setId(KEY_ID)
            .setBuffer(Jwks.pem(pair.getPrivate()));
    auth = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
  }

  /** Answers for auth-service on the bus. */
  public Future<Void> answerOn(Bus bus) {
    var keys = new Accounts.KeySet(List.of(Json.readObject(publicKey.encode())));
    return bus.serve(Switchboard.KEYS, call -> Future.succeededFuture(Answer.of(keys)))
        .compose(
            ok ->
                bus.serve(
                    Switchboard.ENDED_SESSIONS,
                    call -> Future.succeededFuture(Answer.of(new Accounts.Ended(List.of(), "0")))));
  }

  /** A token that is good for a quarter of an hour. */
  public String of(Person person) {
    return of(person, new SessionId("s-" + person.id()), Duration.ofMinutes(15));
  }

  /**
   * @param life how long it is good; negative for one that has ended
   */
  public String of(Person person, SessionId session, Duration life) {
    var claims =
        new JsonObject()
            .put("iss", TokenVerifier.ISSUER)
            .put("sub", person.id().value())
            .put("sid", session.value())
            .put("name", person.name())
            .put("role", "user")
            .put("exp", Instant.now().plus(life).getEpochSecond());
    return auth.generateToken(
        claims,
        new JWTOptions()
            .setAlgorithm(TokenVerifier.ALGORITHM)
            .setHeader(new JsonObject().put("kid", KEY_ID)));
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
