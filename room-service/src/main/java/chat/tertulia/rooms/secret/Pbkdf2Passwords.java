package chat.tertulia.rooms.secret;

import chat.tertulia.rooms.domain.Passwords;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Room passwords as PBKDF2-HMAC-SHA256, in the form {@code iterations$salt$hash}. A room's password
 * is shared by many and guards one room, so the JDK's own function will do. Belongs to one event
 * loop; the work is done by a few threads beside it.
 */
public final class Pbkdf2Passwords implements Passwords {
  /** About a tenth of a second on a small server. */
  static final int ITERATIONS = 210_000;

  static final int SALT_BYTES = 16;
  static final int HASH_BYTES = 32;

  /** Hashes made at once. */
  private static final int THREADS = 2;

  /** Hashes that may wait; each takes about a tenth of a second. */
  static final int MAX_WAITING = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] NO_SALT = new byte[SALT_BYTES];

  private final WorkerExecutor workers;
  private int waiting;

  public Pbkdf2Passwords(Vertx vertx) {
    this.workers =
        vertx.createSharedWorkerExecutor("room-passwords", THREADS, 30, TimeUnit.SECONDS);
  }

  public Future<Void> close() {
    return workers.close();
  }

  @Override
  public Future<String> hash(String password) {
    return onWorker(
        () -> {
          var salt = new byte[SALT_BYTES];
          RANDOM.nextBytes(salt);
          return ITERATIONS + "$" + text(salt) + "$" + text(derive(password, salt, ITERATIONS));
        });
  }

  @Override
  public Future<Boolean> fits(String password, String hash) {
    return onWorker(
        () -> {
          if (hash == null) {
            derive(password, NO_SALT, ITERATIONS);
            return false;
          }
          String[] parts = hash.split("\\$", -1);
          byte[] salt = Base64.getDecoder().decode(parts[1]);
          byte[] found = derive(password, salt, Integer.parseInt(parts[0]));
          return MessageDigest.isEqual(found, Base64.getDecoder().decode(parts[2]));
        });
  }

  private <T> Future<T> onWorker(Callable<T> work) {
    if (waiting >= MAX_WAITING) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "too many passwords at once, try again"));
    }
    waiting++;
    return workers.executeBlocking(work, false).onComplete(done -> waiting--);
  }

  private static byte[] derive(String password, byte[] salt, int iterations)
      throws GeneralSecurityException {
    char[] chars = Normalizer.normalize(password, Normalizer.Form.NFC).toCharArray();
    var spec = new PBEKeySpec(chars, salt, iterations, HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
