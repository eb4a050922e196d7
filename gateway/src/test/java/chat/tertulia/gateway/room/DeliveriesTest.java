package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private final List<Long> took = new ArrayList<>();
  private final Deliveries deliveries = new Deliveries(took::add);

  @Test
  void anEntryToldAfterItsNumberIsKnownIsTimedWhenTold() {
    deliveries.posted(7, 100);
    deliveries.told(6, 150);
    deliveries.told(9, 180);
    deliveries.told(10, 500);

    assertEquals(List.of(80L), took);
  }

  @Test
  void anEntryToldBeforeItsNumberIsKnownIsTimedByItsOwnTelling() {
    deliveries.told(6, 150);
    deliveries.told(8, 160);
    deliveries.told(9, 170);

    deliveries.posted(7, 100);

    assertEquals(List.of(60L), took);
  }

  @Test
  void postsNobodyIsToldOfAreForgotten() {
    for (int i = 0; i < Deliveries.MAX_REMEMBERED * 2; i++) {
      deliveries.posted(i, 0);
    }
    deliveries.told(1_000, 10);

    assertEquals(Deliveries.MAX_REMEMBERED, took.size());
  }

  /** A repeat of a post that was told long before it was sent again. */
  @Test
  void whatWasToldBeforeItWasPostedIsNotTimed() {
    deliveries.told(7, 100);
    deliveries.posted(7, 200);

    assertEquals(List.of(), took);
  }
}
