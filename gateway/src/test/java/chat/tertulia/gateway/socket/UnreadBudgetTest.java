package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadBudgetTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final UnreadBudget budget = new UnreadBudget(1_000);
  private final Backlog one = new Backlog(budget, tasks::add);
  private final Backlog other = new Backlog(budget, tasks::add);
  private final List<Fake> cut = new ArrayList<>();

  private final class Fake implements Backlog.Queue {
    private long pending;
    private long counted;
    private boolean lingers;

    Fake holds(Backlog backlog, long bytes) {
      pending = bytes;
      backlog.count(this);
      return this;
    }

    @Override
    public long pendingBytes() {
      return pending;
    }

    @Override
    public long counted() {
      return counted;
    }

    @Override
    public void counted(long bytes) {
      counted = bytes;
    }

    @Override
    public void cut() {
      pending = lingers ? pending : 0;
      cut.add(this);
    }
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  @Test
  void withinTheBudgetNobodyIsCut() {
    new Fake().holds(one, 600);
    new Fake().holds(other, 400);
    run();

    assertEquals(List.of(), cut);
    assertEquals(1_000, budget.total());
  }

  @Test
  void pastTheBudgetTheFullestOfAllLoopsGoesFirst() {
    Fake fullest = new Fake().holds(one, 500);
    new Fake().holds(one, 100);
    new Fake().holds(other, 300);

    new Fake().holds(other, 150);
    run();

    assertEquals(List.of(fullest), cut);
    assertEquals(550, budget.total());
  }

  @Test
  void asManyAreCutAsItTakesAndNoMore() {
    new Fake().holds(one, 600);
    new Fake().holds(other, 601);
    new Fake().holds(one, 602);
    run();

    assertEquals(2, cut.size());
    assertEquals(600, budget.total());
  }

  @Test
  void whatWasReadMeanwhileSavesASocket() {
    Fake quick = new Fake().holds(other, 900);
    Fake slow = new Fake().holds(one, 400);
    quick.pending = 700;
    run();

    assertEquals(List.of(quick), cut, "700 are still the most");
    quick.holds(other, 900);
    quick.pending = 300;
    run();
    assertEquals(List.of(quick), cut, "300 and 400 are within the budget");
    assertEquals(700, budget.total());
    quick.holds(other, 800);
    quick.pending = 650;
    slow.pending = 680;
    one.recount();
    run();
    assertEquals(List.of(quick, slow), cut, "the other loop has the fullest by now");
  }

  /**
   * A connection that took its time to end was cut again and again, and its loop did nothing else.
   */
  @Test
  void aSocketThatDoesNotEndAtOnceIsCutOnce() {
    Fake lingering = new Fake();
    lingering.lingers = true;
    lingering.holds(one, 1_200);
    for (int turn = 0; turn < 10 && !tasks.isEmpty(); turn++) {
      tasks.poll().run();
    }

    assertEquals(List.of(lingering), cut);
    assertEquals(0, tasks.size());
    assertEquals(0, budget.total());
  }

  /** A sum that had drifted above the bound kept a loop looking for somebody to cut for ever. */
  @Test
  void aCountThatWentWrongIsMadeGoodByTheNext() {
    Fake odd = new Fake().holds(one, 900);
    odd.counted = 0;
    odd.pending = 0;
    new Fake().holds(other, 500);
    for (int turn = 0; turn < 10 && !tasks.isEmpty(); turn++) {
      tasks.poll().run();
    }
    one.recount();

    assertEquals(0, tasks.size());
    assertEquals(500, budget.total());
  }

  @Test
  void whatIsReadOrGoneIsNotCountedAnyMore() {
    Fake fake = new Fake().holds(one, 800);
    fake.pending = 0;

    one.recount();
    new Fake().holds(one, 900);
    run();

    assertEquals(List.of(), cut);
    assertEquals(900, budget.total());
    assertEquals(1, one.size());
  }
}
