package chat.tertulia.shared.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenSelfTestTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Launcher.await(vertx.close());
  }

  @Test
  void passesOnThisStack() {
    Launcher.await(TokenSelfTest.run(vertx));
  }

  @Test
  void aGateWithoutKeysRefusesEveryone() {
    var gate =
        TokenGate.inside(
            vertx,
            new VertxBus(vertx),
            () -> Future.failedFuture(new IllegalStateException("no keys")));
    // {"alg":"none"} . {"sub":"u1","sid":"s1","name":"x","iss":"tertulia","exp":9999999999} .
    String unsigned =
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSIsInNpZCI6InMxIiwibmFtZSI6IngiLCJpc3MiOiJ0ZXJ0dWxpYSIsImV4cCI6OTk5OTk5OTk5OX0.";

    for (String token : List.of("", "x", "a.b.c", "..", unsigned, "x".repeat(10_000))) {
      Problem problem = refusal(gate, token);
      assertEquals(ErrorCode.UNAUTHENTICATED, problem.code(), token);
    }
  }

  private static Problem refusal(TokenGate gate, String token) {
    var verdict =
        Launcher.await(
            gate.verify(token).transform((caller, failed) -> Future.succeededFuture(failed)));
    assertTrue(verdict instanceof Problem, "refused with a problem: " + verdict);
    return (Problem) verdict;
  }
}
