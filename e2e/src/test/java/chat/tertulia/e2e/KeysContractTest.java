package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.testkit.Actor;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tokens and keys are what the standards say, judged by a library that is not ours. */
@ExtendWith(LogOnFailure.class)
class KeysContractTest {
  private static final Set<String> CLAIMS =
      Set.of("iss", "sub", "sid", "name", "role", "exp", "iat", "jti");

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void keysAreListedWithoutTheirPrivateHalf(Door door) {
    JsonNode keys = new Script(door).plays(Row.KEYS, null, with()).path("keys");

    assertFalse(keys.isEmpty());
    keys.forEach(key -> assertFalse(key.has("d"), "a private key is shown"));
  }

  @Test
  void foreignLibraryVerifiesATokenAgainstTheListedKeys() throws Exception {
    Actor ann = Running.world().person("ann");

    JWTClaimsSet claims = processor().process(ann.token(), null);

    assertEquals(ann.id(), claims.getSubject());
    assertEquals(ann.name(), claims.getStringClaim("name"));
    assertEquals(CLAIMS, claims.getClaims().keySet());
    var life =
        Duration.between(claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    assertEquals(Duration.ofMinutes(15), life);
  }

  @Test
  void foreignLibraryRefusesATokenThatWasChanged() throws Exception {
    String token = Running.world().person("ann").token();
    int middle = token.indexOf('.') + 20;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    String changed = token.substring(0, middle) + other + token.substring(middle + 1);

    var processor = processor();

    assertThrows(Exception.class, () -> processor.process(changed, null));
  }

  @Test
  void keysAlsoStandAtTheWellKnownAddress() {
    URI wellKnown = URI.create(Running.tertulia().url() + "/.well-known/jwks.json");

    var reply = Running.world().rest().send("GET", wellKnown, null, null).expect(200);

    assertTrue(reply.json().path("keys").path(0).has("kid"));
    assertThrows(
        BadJOSEException.class,
        () -> processor().process(Tokens.unsigned(Running.world().person("ann")), null));
  }

  private static DefaultJWTProcessor<SecurityContext> processor() throws Exception {
    String url = Running.tertulia().url() + "/api/v1/.well-known/jwks.json";
    var keys = JWKSet.load(URI.create(url).toURL());
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(null, CLAIMS));
    return processor;
  }
}
