package chat.tertulia.auth.key;

import chat.tertulia.shared.config.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts private keys for the database: AES-256-GCM bound to the key's id, under a key stretched
 * from the operator's secret, which may be a phrase a person made up. Blocks for about 100 ms.
 *
 * <p>Form: one byte of version, salt, nonce, ciphertext with tag.
 */
final class KeySeal {
  private static final byte VERSION = 1;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** OWASP's figure for PBKDF2-HMAC-SHA512. */
  private static final int ITERATIONS = 210_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret secret;

  KeySeal(Secret secret) {
    this.secret = secret;
  }

  /** Without a secret keys are stored as they are. */
  boolean isOn() {
    return !secret.isEmpty();
  }

  Buffer seal(String keyId, byte[] plain) {
    byte[] salt = random(SALT_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, salt, nonce).doFinal(plain);
      return Buffer.buffer()
          .appendByte(VERSION)
          .appendBytes(salt)
          .appendBytes(nonce)
          .appendBytes(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no AES-GCM", e);
    }
  }

  /**
   * @throws GeneralSecurityException when it was sealed with another secret or tampered with
   */
  byte[] open(String keyId, Buffer sealed) throws GeneralSecurityException {
    int body = 1 + SALT_BYTES + NONCE_BYTES;
    if (sealed.length() <= body || sealed.getByte(0) != VERSION) {
      throw new GeneralSecurityException("not a sealed key");
    }
    byte[] salt = sealed.getBytes(1, 1 + SALT_BYTES);
    byte[] nonce = sealed.getBytes(1 + SALT_BYTES, body);
    return cipher(Cipher.DECRYPT_MODE, keyId, salt, nonce)
        .doFinal(sealed.getBytes(body, sealed.length()));
  }

  private Cipher cipher(int mode, String keyId, byte[] salt, byte[] nonce)
      throws GeneralSecurityException {
    var spec = new PBEKeySpec(secret.value().toCharArray(), salt, ITERATIONS, 256);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(keyId.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
