package chat.tertulia.auth.key;

import chat.tertulia.shared.config.Secret;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.shared.token.Jwks;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;

/** Makes signing keys and reads stored ones. Blocks for about 100 ms when they are sealed. */
public final class KeyForge {
  private final KeySeal seal;

  /**
   * @param secret encrypts what is stored; empty: stored as it is
   */
  public KeyForge(Secret secret) {
    this.seal = new KeySeal(secret);
  }

  boolean isSealing() {
    return seal.isOn();
  }

  /** A new P-256 key; when it is used is for the schedule to say. */
  StoredKey make() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      String id = OpaqueId.random('k');
      byte[] plain = pair.getPrivate().getEncoded();
      return new StoredKey(
          id,
          Jwks.publicJwk(id, (ECPublicKey) pair.getPublic()).encode(),
          seal.isOn() ? seal.seal(id, plain) : Buffer.buffer(plain),
          seal.isOn(),
          Instant.MIN);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no P-256", e);
    }
  }

  /**
   * The private part in PEM.
   *
   * @throws GeneralSecurityException when the secret is another
   */
  String open(StoredKey key) throws GeneralSecurityException {
    byte[] plain =
        key.sealed() ? seal.open(key.id(), key.privateKey()) : key.privateKey().getBytes();
    return Jwks.pem(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(plain)));
  }
}
