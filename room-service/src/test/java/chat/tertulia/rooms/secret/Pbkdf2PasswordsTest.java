package chat.tertulia.rooms.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Pbkdf2PasswordsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Pbkdf2Passwords passwords = new Pbkdf2Passwords(vertx);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void fitsOnlyItsOwnPassword() {
    String hash = passwords.hash("correct horse").await();

    assertTrue(passwords.fits("correct horse", hash).await());
    assertFalse(passwords.fits("correct horsf", hash).await());
    assertFalse(passwords.fits("correct horse", null).await());
    assertNotEquals(hash, passwords.hash("correct horse").await());
    assertFalse(hash.contains("correct"));
  }

  @Test
  void theSameLettersFitHoweverTheyAreComposed() {
    String hash = passwords.hash("caf\u00e9").await();

    assertTrue(passwords.fits("cafe\u0301", hash).await());
  }

  @Test
  void refusesMoreThanMayWait() {
    var running = new ArrayList<Future<String>>();
    for (int i = 0; i < Pbkdf2Passwords.MAX_WAITING; i++) {
      running.add(passwords.hash("p" + i));
    }

    var refused = assertThrows(Problem.class, () -> passwords.hash("one more").await());
    assertEquals(ErrorCode.OVERLOADED, refused.code());
    Future.all(running).await();
    passwords.hash("later").await();
  }
}
