package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, false, ROTATE",
    "5, 5, 5, false, ROTATE",
    "5, 5, 3, false, ROTATE",
    // The reply with 6 may be lost: whether 5 itself was seen says nothing about it.
    "5, 6, 0, false, REPEAT",
    "5, 6, 5, false, REPEAT",
    "5, 6, 6, false, REPLAY",
    "4, 6, 0, false, REPLAY",
    "1, 6, 5, false, REPLAY",
    "6, 6, 5, true, OVER",
    "1, 6, 6, true, OVER",
  })
  void everyTokenHasOneWorth(int presented, int newest, int seen, boolean over, Exchange worth) {
    assertEquals(worth, Exchange.of(presented, newest, seen, over));
  }
}
