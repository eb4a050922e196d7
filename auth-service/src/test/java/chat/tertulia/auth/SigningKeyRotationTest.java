package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.TestDatabase;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Signing keys over time, over replicas, at rest, and in the eyes of another library. */
class SigningKeyRotationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Goes when it is told to. */
  private static final class HandClock implements InstantSource {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Override
    public Instant instant() {
      return now.get();
    }

    void pass(Duration time) {
      now.updateAndGet(n -> n.plus(time));
    }
  }

  @Test
  void aForeignLibraryVerifiesOurTokens() throws Exception {
    try (var auth = RunningAuth.start()) {
      Reply ann = auth.register("ann");
      var processor = new DefaultJWTProcessor<SecurityContext>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              JWSAlgorithm.ES256, new ImmutableJWKSet<>(published(auth))));

      var claims = processor.process(ann.accessToken(), null);

      assertEquals(
          Set.of("iss", "sub", "sid", "name", "role", "exp", "iat", "jti"),
          claims.getClaims().keySet());
      assertEquals("tertulia", claims.getIssuer());
      assertEquals(ann.userId(), claims.getSubject());
      assertEquals("ann", claims.getStringClaim("name"));
      var times = IdentityOverRestTest.claims(ann.accessToken());
      assertEquals(900, times.getLong("exp") - times.getLong("iat"));
    }
  }

  @Test
  void keysTurnOverAndNobodyIsSignedOut() throws Exception {
    var clock = new HandClock();
    // Turned over each 30 s at most: a life this short makes it each 250 ms.
    try (var auth =
        RunningAuth.on(LocalPostgres.shared().newDatabase(), clock, "TERTULIA_KEY_LIFE", "4s")) {
      Reply before = auth.register("ann");
      String first = keyOf(before);
      assertEquals(List.of(first), ids(auth));

      clock.pass(Duration.ofMillis(3_500));
      waitFor(() -> ids(auth).size() == 2);
      Reply announced = auth.refresh(before.refreshToken());
      assertEquals(first, keyOf(announced), "the next key is published before it signs");
      JWKSet cached = published(auth);

      clock.pass(Duration.ofMillis(1_100));
      Reply after = auth.refresh(announced.refreshToken());

      assertNotEquals(first, keyOf(after));
      assertTrue(verifies(cached, after), "a cached key set knows the new key");
      assertTrue(verifies(published(auth), before), "tokens of the old key are still good");
      assertEquals(200, auth.get("/auth/me", before.accessToken()).status());
      // A service asks for keys every two seconds at most, and this one has just started.
      waitFor(() -> auth.get("/auth/me", after.accessToken()).status() == 200);

      clock.pass(Duration.ofMinutes(18));
      waitFor(() -> !ids(auth).contains(first));
      assertEquals(200, auth.refresh(after.refreshToken()).status());
    }
  }

  @Test
  void replicasThatStartAtOnceAgreeOnOneKey() throws Exception {
    TestDatabase database = LocalPostgres.shared().newDatabase();
    var starting = new ArrayList<CompletableFuture<RunningAuth>>();
    for (int i = 0; i < 4; i++) {
      starting.add(
          CompletableFuture.supplyAsync(() -> RunningAuth.on(database, InstantSource.system())));
    }
    List<RunningAuth> replicas = starting.stream().map(CompletableFuture::join).toList();
    try {
      List<String> keys = ids(replicas.getFirst());
      assertEquals(1, keys.size());
      Reply ann = replicas.getFirst().register("ann");
      for (RunningAuth each : replicas) {
        assertEquals(keys, ids(each));
        assertEquals(200, each.get("/auth/me", ann.accessToken()).status());
      }
      Reply there = replicas.get(1).refresh(ann.refreshToken());
      replicas.get(2).send("POST", "/auth/logout", there.accessToken(), null);
      assertEquals(401, replicas.get(3).get("/auth/me", there.accessToken()).status());
    } finally {
      replicas.forEach(RunningAuth::close);
    }
  }

  @Test
  void keysAreSealedAndALostSecretCostsOnlyTheKey() throws Exception {
    TestDatabase database = LocalPostgres.shared().newDatabase();
    Reply ann;
    String first;
    try (var auth = sealed(database, "the first secret")) {
      ann = auth.register("ann");
      first = keyOf(ann);
    }
    assertFalse(storedKeyIsPlain(database));
    try (var auth = sealed(database, "the first secret")) {
      assertEquals(first, keyOf(auth.refresh(ann.refreshToken())), "the same key again");
    }
    try (var auth = sealed(database, "another secret!!")) {
      Reply later = auth.refresh(ann.refreshToken());
      assertEquals(200, later.status());
      assertNotEquals(first, keyOf(later));
      assertTrue(ids(auth).contains(first), "what the lost key signed is still good");
      assertEquals(200, auth.get("/auth/me", ann.accessToken()).status());
    }
  }

  private static RunningAuth sealed(TestDatabase database, String secret) {
    return RunningAuth.on(database, InstantSource.system(), "TERTULIA_KEY_SECRET", secret);
  }

  private static boolean storedKeyIsPlain(TestDatabase database) throws SQLException {
    try (var connection = database.connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("select private_key, sealed from auth.signing_keys")) {
      rows.next();
      // The object identifier of P-256 stands in every unencrypted key.
      String bytes = new String(rows.getBytes(1), StandardCharsets.ISO_8859_1);
      return !rows.getBoolean(2) || bytes.contains("*\u0086H\u00ce=\u0003\u0001\u0007");
    }
  }

  private static JWKSet published(RunningAuth auth) throws Exception {
    return JWKSet.load(auth.uri("/.well-known/jwks.json").toURL());
  }

  private static List<String> ids(RunningAuth auth) {
    return auth.get("/.well-known/jwks.json", null).json().getJsonArray("keys").stream()
        .map(k -> ((io.vertx.core.json.JsonObject) k).getString("kid"))
        .toList();
  }

  private static String keyOf(Reply reply) throws Exception {
    return SignedJWT.parse(reply.accessToken()).getHeader().getKeyID();
  }

  private static boolean verifies(JWKSet keys, Reply reply) throws Exception {
    SignedJWT jwt = SignedJWT.parse(reply.accessToken());
    var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
    return key != null && jwt.verify(new ECDSAVerifier(key.toECKey()));
  }

  private static void waitFor(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, "the keys did not turn over in time");
      Thread.sleep(50);
    }
  }
}
