package chat.tertulia.e2e.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Virtual time and the order in which everything happens: one thread, one seed. What is equal in
 * seed and code happens equally, to the last event.
 */
final class Scheduler {
  static final long MICROS = 1_000;
  static final long MILLIS = 1_000_000;
  static final long SECONDS = 1_000_000_000;

  /** Events of a trace that are kept: the latest. */
  private static final int MAX_TRACED = Integer.getInteger("simulation.events", 400);

  /** Events of one run at most: more means that something asks itself in circles. */
  private static final long MAX_EVENTS = 20_000_000;

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final Random random;
  private final boolean tracing;
  private final Deque<String> trace = new ArrayDeque<>();
  private long now;
  private long made;
  private long done;
  private long fingerprint = 1;

  private record Event(long at, long order, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  Scheduler(long seed, boolean tracing) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.tracing = tracing;
  }

  /** Virtual nanoseconds since the start. */
  long now() {
    return now;
  }

  Random random() {
    return random;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A span, mostly short and rarely long. */
  long between(long least, long most) {
    double skewed = random.nextDouble();
    return least + (long) ((most - least) * skewed * skewed);
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  void after(long nanos, Runnable task) {
    queue.add(new Event(now + nanos, made++, task));
  }

  /** Runs what happens up to a moment. */
  void runUntil(long moment) {
    while (!queue.isEmpty() && queue.peek().at() <= moment) {
      Event next = queue.poll();
      now = next.at();
      fingerprint = fingerprint * 31 + now;
      if (++done > MAX_EVENTS) {
        throw new AssertionError("no end after " + MAX_EVENTS + " events");
      }
      next.task().run();
    }
    now = moment;
  }

  /** Something a reader of a failure wants to know. */
  void note(Supplier<String> what) {
    if (tracing) {
      if (trace.size() == MAX_TRACED) {
        trace.removeFirst();
      }
      trace.add(String.format("%10.6f  %s", now / 1e9, what.get()));
    }
  }

  /** The latest events, oldest first; empty unless traced. */
  List<String> trace() {
    return List.copyOf(trace);
  }

  /** Differs between runs in which anything happened at another moment. */
  long fingerprint() {
    return fingerprint;
  }
}
