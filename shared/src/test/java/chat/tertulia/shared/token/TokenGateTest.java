package chat.tertulia.shared.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Health;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenGateTest {
  private static final String KEY_ID = "k1";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Bus bus = new VertxBus(vertx);
  private final KeyPair pair = newKeyPair();
  private final JWTAuth auth =
      JWTAuth.create(
          vertx,
          new JWTAuthOptions()
              .addPubSecKey(
                  new PubSecKeyOptions()
                      .setAlgorithm(TokenVerifier.ALGORITHM)
                      .setId(KEY_ID)
                      .setBuffer(Jwks.pem(pair.getPrivate()))));
  private TokenGate gate;

  @BeforeEach
  void open() {
    var jwk = Jwks.publicJwk(KEY_ID, (ECPublicKey) pair.getPublic());
    var keys = new Accounts.KeySet(List.of(Json.readObject(jwk.encode())));
    gate = TokenGate.inside(vertx, bus, () -> Future.succeededFuture(keys));
    Launcher.await(onLoop(gate::open));
  }

  @AfterEach
  void close() {
    Launcher.await(vertx.close());
  }

  @Test
  void tokensRememberedAreBounded() {
    List<String> tokens =
        IntStream.range(0, TokenGate.MAX_REMEMBERED + 50).parallel().mapToObj(this::token).toList();

    for (String each : tokens) {
      Launcher.await(onLoop(() -> gate.verify(each)));
    }

    assertEquals(TokenGate.MAX_REMEMBERED, gate.remembered());
    assertEquals(
        "s0", Launcher.await(onLoop(() -> gate.verify(tokens.getFirst()))).session().value());
  }

  @Test
  void endedSessionsRememberedAreBoundedAndTheLatestStay() {
    int many = TokenGate.MAX_ENDED + 50;

    for (int i = many; i >= 0; i--) {
      bus.publish(
          Switchboard.SESSION_ENDED,
          new Accounts.SessionEnded(new SessionId("s" + i), new UserId("u1")));
    }

    Problem refused =
        assertThrows(
            Problem.class,
            () -> {
              for (int tries = 0; tries < 10_000; tries++) {
                Launcher.await(onLoop(() -> gate.verify(token(0))));
                Thread.onSpinWait();
              }
            });
    assertEquals(ErrorCode.SESSION_ENDED, refused.code());
    assertEquals(TokenGate.MAX_ENDED, gate.ended());
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(v -> work.get().onComplete(promise));
    return promise.future();
  }

  private String token(int number) {
    var claims =
        new JsonObject()
            .put("iss", TokenVerifier.ISSUER)
            .put("sub", "u1")
            .put("sid", "s" + number)
            .put("name", "Ann")
            .put("role", "user")
            .put("exp", Instant.now().plusSeconds(900).getEpochSecond());
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

  @Test
  void isReadyOnlyWithKeysAndFindsThemByItself() {
    var jwk = Jwks.publicJwk(KEY_ID, (ECPublicKey) pair.getPublic());
    var keys = new Accounts.KeySet(List.of(Json.readObject(jwk.encode())));
    var startedLate = new AtomicBoolean();
    TokenGate early =
        TokenGate.inside(
            vertx,
            bus,
            () ->
                startedLate.get()
                    ? Future.succeededFuture(keys)
                    : Future.failedFuture("auth-service does not run yet"));
    Launcher.await(early.open());
    assertTrue(early.ready().failed());

    startedLate.set(true);
    var health = new Health();
    health.check("keys", early::ready);
    Launcher.await(health.awaitUp(vertx, Duration.ofSeconds(30)));
  }
}
