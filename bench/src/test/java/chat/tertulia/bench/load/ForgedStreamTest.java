package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole generator against a server that does wrong to one of three members. */
class ForgedStreamTest {
  private static final int MEMBERS = 3;
  private static final int MESSAGES = 10;
  private static final int VICTIM = 1;
  private static final String FIFTH = "~000000000005";

  /** Time for what doesn't come, so that a test with a loss need not wait long. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Sends ten messages; what the tally says, or what stopped the run. */
  private static Tally send(BiFunction<Integer, String, List<String>> forge) {
    try (var server = new ForgingServer(forge);
        var load = new Load(PATIENCE)) {
      Room room = load.room(0);
      Seat seat = seat(room, server);
      List<Member> members = load.connect(List.of(seat, seat, seat), MEMBERS);
      room.sends(members.getFirst(), new Post(0, "P0000" + Post.content(60)));
      var tally = new Tally();
      load.begin(tally);
      load.sendPaced(List.of(room), 1_000, Duration.ofMillis(MESSAGES));
      return tally;
    }
  }

  /** A server that ends connections while nobody waits for anything. */
  @Test
  @Timeout(20)
  void aConnectionThatEndedBetweenTwoWindowsStopsTheNext() throws Exception {
    try (var server = new ForgingServer((member, text) -> List.of(text));
        var load = new Load(PATIENCE)) {
      Room room = load.room(0);
      Seat seat = seat(room, server);
      List<Member> members = load.connect(List.of(seat), 1);
      room.sends(members.getFirst(), new Post(0, "P0000" + Post.content(60)));
      load.begin(new Tally());
      load.sendPaced(List.of(room), 1_000, Duration.ofMillis(MESSAGES));

      var between = new Tally();
      load.begin(between);
      server.hangUp();
      while (between.isClean()) {
        // A task of the generator's loop each time, so that what the loop wrote is seen.
        load.begin(between);
      }
      load.begin(new Tally());

      var stopped =
          assertThrows(
              IllegalStateException.class,
              () -> load.sendPaced(List.of(room), 1_000, Duration.ofMillis(MESSAGES)));
      assertTrue(stopped.getMessage().contains("member 1 fell"), stopped::getMessage);
    }
  }

  private static Seat seat(Room room, ForgingServer server) {
    return new Seat(
        room, server.port(), "/", false, List.of(Wire.text("J0000")), "live"::equals, List.of());
  }

  /** To the victim something else instead of the fifth message. */
  private static BiFunction<Integer, String, List<String>> insteadOfTheFifth(
      BiFunction<Integer, String, List<String>> other) {
    return (member, text) ->
        member == VICTIM && text.contains(FIFTH) ? other.apply(member, text) : List.of(text);
  }

  @Test
  void anHonestServerIsFoundClean() {
    Tally tally = send((member, text) -> List.of(text));

    assertTrue(tally.isClean(), tally.faults());
    assertEquals(MEMBERS * MESSAGES, tally.delivered());
    assertEquals(MESSAGES, tally.sent());
    assertTrue(tally.latencyMs(50) > 0);
    assertTrue(tally.generatorLateMs(100) >= 0);
  }

  @Test
  void aLostDeliveryStopsTheRun() {
    var stopped =
        assertThrows(
            IllegalStateException.class,
            () -> send(insteadOfTheFifth((member, text) -> List.of())));

    assertTrue(
        stopped.getMessage().contains("member 2 in room 0 lacks 5 to 5"), stopped::getMessage);
  }

  @Test
  void aDoubledDeliveryIsAFault() {
    Tally tally = send(insteadOfTheFifth((member, text) -> List.of(text, text)));

    assertFalse(tally.isClean());
    assertEquals(MEMBERS * MESSAGES, tally.delivered());
  }

  @Test
  void aDeliveryThatIsOvertakenIsAFault() {
    List<String> held = new ArrayList<>();
    var stopped =
        assertThrows(
            IllegalStateException.class,
            () ->
                send(
                    (member, text) -> {
                      if (member != VICTIM) {
                        return List.of(text);
                      }
                      if (text.contains(FIFTH)) {
                        held.add(text);
                        return List.of();
                      }
                      var both = new ArrayList<>(List.of(text));
                      both.addAll(held);
                      held.clear();
                      return both;
                    }));

    assertTrue(stopped.getMessage().contains("got 5 again or late"), stopped::getMessage);
  }

  @Test
  void aDeliveryOfAnotherRoomIsAFault() {
    Tally tally =
        send(insteadOfTheFifth((member, text) -> List.of(text.replace("~0000", "~0007"), text)));

    assertTrue(tally.faults().contains("got a message of room 7"), tally.faults());
  }

  @Test
  void aConnectionThatEndsStopsTheRun() {
    var stopped =
        assertThrows(
            IllegalStateException.class,
            () -> send(insteadOfTheFifth((member, text) -> List.of("c[3000,\"Go away\"]"))));

    assertTrue(stopped.getMessage().contains("Go away"), stopped::getMessage);
  }
}
