package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import chat.tertulia.auth.password.HashPool;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody who means harm would try first. */
class AttackTest {
  private static RunningAuth auth;
  private static Reply victim;

  @BeforeAll
  static void start() {
    auth = RunningAuth.start();
    victim = auth.register("victim");
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  @Test
  void userNamesThatLookLikeAnothersAreRefused() {
    for (String name :
        List.of(
            "vіctim",
            "ｖictim",
            "vict\u0131m",
            "victim\u200b",
            "vic tim",
            "ab",
            "x".repeat(33),
            "victim\u0000",
            "vic\ntim",
            "../victim",
            "<b>victim</b>",
            "victim'--")) {
      Reply reply = auth.register(name);

      assertEquals(400, reply.status(), name);
      assertEquals("username", reply.field(), name);
    }
  }

  @Test
  void bodiesThatAreNotTheDocumentedObjectNameWhatIsWrong() {
    for (String body : List.of("[]", "{", "5", "null", "{\"username\":\"a\",\"username\":\"b\"}")) {
      assertEquals(400, auth.send("POST", "/auth/login", null, body).status(), body);
    }
    assertEquals(
        "password", auth.send("POST", "/auth/login", null, "{\"username\":\"a\"}").field());
    Reply number =
        auth.send("POST", "/auth/login", null, "{\"username\":5,\"password\":\"12345678\"}");
    assertEquals(400, number.status());
    assertEquals("username", number.field());
    String nul = "{\"username\":\"victim\",\"password\":\"12345\\u00006789\"}";
    assertEquals("password", auth.send("POST", "/auth/login", null, nul).field());
    String deep = "{\"username\":" + "[".repeat(500) + "]".repeat(500) + "}";
    assertEquals(400, auth.send("POST", "/auth/login", null, deep).status());
    String big = "{\"username\":\"" + "x".repeat(100_000) + "\"}";
    assertEquals(413, auth.send("POST", "/auth/login", null, big).status());
    String longName = "{\"username\":\"" + "x".repeat(50_000) + "\",\"password\":\"12345678\"}";
    assertEquals(401, auth.send("POST", "/auth/login", null, longName).status());
    assertEquals(200, auth.get("/auth/me", victim.accessToken()).status());
  }

  @Test
  void aHugeHeaderIsRefusedAndTheServiceLives() {
    Reply reply = auth.send("GET", "/auth/me", "x".repeat(20_000), null);

    assertTrue(reply.status() == 431 || reply.status() == 400, "status " + reply.status());
    assertEquals(401, auth.get("/auth/me", "x".repeat(9_000)).status());
    assertEquals(200, auth.get("/auth/me", victim.accessToken()).status());
  }

  @Test
  void forgedTokensAreRefused() throws Exception {
    JsonObject jwk =
        auth.get("/.well-known/jwks.json", null).json().getJsonArray("keys").getJsonObject(0);
    String kid = jwk.getString("kid");
    JWTClaimsSet claims = SignedJWT.parse(victim.accessToken()).getJWTClaimsSet();
    ECKey own = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    var forged = new TreeMap<String, String>();
    forged.put("own key, their id", signed(own, kid, claims));
    forged.put("own key, own id", signed(own, "mine", claims));
    forged.put("alg none", new PlainJWT(claims).serialize());
    forged.put("public key as a shared secret", hmac(jwk, kid, claims));
    forged.put("claims changed", swapped(victim.accessToken()));
    forged.put("no signature", victim.accessToken().replaceAll("\\.[^.]*$", "."));
    forged.put("too short", victim.accessToken().substring(0, 40));

    for (Map.Entry<String, String> each : forged.entrySet()) {
      Reply reply = auth.get("/auth/me", each.getValue());

      assertEquals(401, reply.status(), each.getKey());
      assertEquals("unauthenticated", reply.code(), each.getKey());
    }
  }

  private static String signed(ECKey key, String kid, JWTClaimsSet claims) throws Exception {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static String hmac(JsonObject jwk, String kid, JWTClaimsSet claims) throws Exception {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims);
    jwt.sign(new MACSigner(ECKey.parse(jwk.encode()).toECPublicKey().getEncoded()));
    return jwt.serialize();
  }

  private static String swapped(String token) {
    String[] parts = token.split("\\.", -1);
    JsonObject claims = IdentityOverRestTest.claims(token).put("role", "admin").put("sub", "u1");
    parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.toBuffer().getBytes());
    return String.join(".", parts);
  }

  @Test
  void tokensOfAnotherIssuerOrWithoutAnEndAreRefusedEvenFromOurKey() throws Exception {
    // The key as it stands in the database of this server, unsealed: the worst case.
    String kid;
    ECKey key;
    try (var connection = auth.database().connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("select kid, public_jwk, private_key from auth.signing_keys")) {
      rows.next();
      kid = rows.getString(1);
      var spec = new java.security.spec.PKCS8EncodedKeySpec(rows.getBytes(3));
      var secret = java.security.KeyFactory.getInstance("EC").generatePrivate(spec);
      key =
          new ECKey.Builder(ECKey.parse(rows.getString(2)))
              .privateKey((java.security.interfaces.ECPrivateKey) secret)
              .build();
    }
    JWTClaimsSet good = SignedJWT.parse(victim.accessToken()).getJWTClaimsSet();
    assertEquals(200, auth.get("/auth/me", signed(key, kid, good)).status());
    var other = new JWTClaimsSet.Builder(good).issuer("elsewhere").build();
    assertEquals("unauthenticated", auth.get("/auth/me", signed(key, kid, other)).code());
    var endless = new JWTClaimsSet.Builder(good).expirationTime(null).build();
    assertEquals("unauthenticated", auth.get("/auth/me", signed(key, kid, endless)).code());
    var late =
        new JWTClaimsSet.Builder(good)
            .expirationTime(Date.from(Instant.now().minusSeconds(2)))
            .build();
    assertEquals("token_expired", auth.get("/auth/me", signed(key, kid, late)).code());
  }

  @Test
  void oneOfManyGetsANameThatAllWant() {
    String body = RunningAuth.credentials("wanted", RunningAuth.PASSWORD).encode();

    List<Integer> statuses =
        IntStream.range(0, 12)
            .mapToObj(i -> auth.sendAsync("POST", "/auth/register", null, body))
            .toList()
            .stream()
            .map(f -> f.join().status())
            .sorted()
            .toList();

    assertEquals(201, statuses.getFirst());
    assertEquals(List.of(409), statuses.subList(1, 12).stream().distinct().toList());
  }

  @Test
  void ofManyFirstAccountsOneIsAdmin() throws SQLException {
    try (var fresh = RunningAuth.start("TERTULIA_HASH_THREADS", "8")) {
      var replies =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      fresh.sendAsync(
                          "POST",
                          "/auth/register",
                          null,
                          RunningAuth.credentials("first-" + i, RunningAuth.PASSWORD).encode()))
              .toList();

      long admins =
          replies.stream()
              .map(CompletableFuture::join)
              .filter(r -> r.json().getJsonObject("user").getString("role").equals("admin"))
              .count();

      assertEquals(1, admins);
    }
  }

  @Test
  void aFloodOfSignInsIsBoundedAndAnswered() {
    String body = RunningAuth.credentials("victim", RunningAuth.PASSWORD).encode();
    int flood = 200;

    List<Reply> replies =
        IntStream.range(0, flood)
            .mapToObj(i -> auth.sendAsync("POST", "/auth/login", null, body))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    long in = replies.stream().filter(r -> r.status() == 200).count();
    List<Reply> refused = replies.stream().filter(r -> r.status() == 503).toList();
    assertEquals(flood, in + refused.size());
    assertTrue(in >= HashPool.WAITING_PER_THREAD, "let in " + in);
    assertTrue(!refused.isEmpty(), "everybody was let in");
    for (Reply each : refused) {
      assertEquals("overloaded", each.code(), each.json().encode());
      assertEquals("2", each.raw().headers().firstValue("retry-after").orElse(""));
    }
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("password-hash-"))
            .count();
    assertTrue(threads <= 16, "hash threads of all services of this JVM: " + threads);
    assertEquals(200, auth.get("/auth/me", victim.accessToken()).status());
  }

  @Test
  void guessingWaitsButTheOwnerElsewhereDoesNot() {
    auth.register("guessed");
    int tries = 0;
    Reply reply;
    do {
      reply = from("10.0.0.1", "guessed", "guess number " + tries);
      tries++;
    } while (reply.status() == 401 && tries < 50);

    assertEquals(429, reply.status());
    assertEquals("rate_limited", reply.code());
    assertEquals("1", reply.raw().headers().firstValue("retry-after").orElse(""));
    assertEquals(6, tries);
    assertEquals(429, from("10.0.0.1", "guessed", RunningAuth.PASSWORD).status());
    assertEquals(200, from("10.0.0.2", "guessed", RunningAuth.PASSWORD).status());
    assertEquals(200, from("127.0.0.1", "guessed", RunningAuth.PASSWORD).status());
  }

  @Test
  void manyAddressesAgainstOneAccountDoNotKeepItsOwnerOut() {
    auth.register("besieged");
    int refusedAt = 0;
    for (int i = 0; i < 60 && refusedAt == 0; i++) {
      if (from("10.1.0." + i, "besieged", "a guess " + i).status() == 429) {
        refusedAt = i;
      }
    }

    assertEquals(30, refusedAt);
    assertEquals(200, from("127.0.0.1", "besieged", RunningAuth.PASSWORD).status());
  }

  @Test
  void unknownNamesAreSlowedDownLikeKnownOnes() {
    List<Integer> statuses =
        IntStream.range(0, 7)
            .mapToObj(i -> from("10.2.0.1", "no-such-one", "guess").status())
            .toList();

    assertEquals(List.of(401, 401, 401, 401, 401, 429, 429), statuses);
  }

  @Test
  void unknownUsersTakeAsLongAsWrongPasswords() {
    auth.register("timed");
    from("10.3.0.0", "timed", "warming up");
    var wrong = new ArrayList<Long>();
    var unknown = new ArrayList<Long>();
    for (int i = 1; i < 12; i++) {
      wrong.add(nanos("10.3.0." + i, "timed"));
      unknown.add(nanos("10.3.0." + i, "nobody" + i));
    }

    // The quickest of each: what the work itself takes, whatever else the machine does.
    double ratio =
        (double) unknown.stream().mapToLong(n -> n).min().orElseThrow()
            / wrong.stream().mapToLong(n -> n).min().orElseThrow();
    assertTrue(ratio > 0.6 && ratio < 1.7, "unknown/wrong " + ratio);
  }

  private static long nanos(String address, String username) {
    long start = System.nanoTime();
    assertEquals(401, from(address, username, "a wrong password").status());
    return System.nanoTime() - start;
  }

  private static Reply from(String address, String username, String password) {
    return auth.send(
        "POST",
        "/auth/login",
        null,
        RunningAuth.credentials(username, password).encode(),
        "X-Tertulia-Client",
        address);
  }

  @Test
  void guessingThePasswordWithAStolenTokenWaits() {
    Reply owner = auth.register("stolen");
    var body = new JsonObject().put("oldPassword", "a guess").put("newPassword", "mine from now");
    List<Integer> statuses =
        IntStream.range(0, 7)
            .mapToObj(i -> auth.post("/auth/password", owner.accessToken(), body).status())
            .toList();

    assertEquals(List.of(403, 403, 403, 403, 403, 429, 429), statuses);
    assertEquals(200, auth.login("stolen", RunningAuth.PASSWORD).status());
  }

  @Test
  void theServicesRoleCanDoNoMoreThanItNeeds() throws SQLException {
    var database = auth.database();
    try (var connection =
            java.sql.DriverManager.getConnection(
                database.jdbcUrl(), "tertulia_auth", database.settings().password().value());
        var statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "create table auth.mine (x int)",
              "delete from auth.users",
              "update auth.signing_keys set use_from = now()",
              "drop table auth.sessions",
              "create schema mine")) {
        var refused =
            org.junit.jupiter.api.Assertions.assertThrows(
                SQLException.class, () -> statement.execute(sql), sql);
        assertEquals("42501", refused.getSQLState(), sql);
      }
    }
  }
}
