package chat.tertulia.testkit.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Kinds of {@link BusRelay.Weather}. Each object counts what it did, and is for one relay. */
public final class Weathers {
  /** What begins the addresses that bring entries to gateways. */
  private static final String FEED = "feed.";

  /** A burst has ended when nothing followed for so long. */
  private static final long BURST_MS = 40;

  private Weathers() {}

  /** A weather that does harm, and how often it did. */
  public abstract static class Harm implements BusRelay.Weather {
    final AtomicLong done = new AtomicLong();

    /** Messages harmed so far. */
    public long done() {
      return done.get();
    }
  }

  /** So many of a hundred messages are lost, requests and answers too. */
  public static Harm losing(int percent, long seed) {
    var random = new Random(seed);
    return new Harm() {
      @Override
      public void carry(String address, Buffer message, Consumer<Buffer> deliver) {
        if (random.nextInt(100) < percent) {
          done.incrementAndGet();
        } else {
          deliver.accept(message);
        }
      }
    };
  }

  /** Of each burst of entries on one address the last is lost: nothing behind it shows the hole. */
  public static Harm losingLast(Vertx vertx) {
    return new Harm() {
      private final java.util.Map<String, Runnable> held = new java.util.HashMap<>();

      @Override
      public void carry(String address, Buffer message, Consumer<Buffer> deliver) {
        if (!address.startsWith(FEED)) {
          deliver.accept(message);
          return;
        }
        Runnable arrives = () -> deliver.accept(message);
        Runnable before = held.put(address, arrives);
        if (before != null) {
          before.run();
        }
        vertx.setTimer(
            BURST_MS,
            t -> {
              if (held.remove(address, arrives)) {
                done.incrementAndGet();
              }
            });
      }
    };
  }

  /** Every message comes twice, the second time some milliseconds later. */
  public static Harm doubling(Vertx vertx) {
    return new Harm() {
      @Override
      public void carry(String address, Buffer message, Consumer<Buffer> deliver) {
        deliver.accept(message);
        if (address.startsWith(FEED)) {
          done.incrementAndGet();
          vertx.setTimer(BURST_MS, t -> deliver.accept(message));
        }
      }
    };
  }

  /** Entries come up to so late, each by itself, so that they overtake each other. */
  public static Harm delaying(Vertx vertx, int mostMs, long seed) {
    var random = new Random(seed);
    return new Harm() {
      @Override
      public void carry(String address, Buffer message, Consumer<Buffer> deliver) {
        if (address.startsWith(FEED)) {
          done.incrementAndGet();
          vertx.setTimer(1 + random.nextInt(mostMs), t -> deliver.accept(message));
        } else {
          deliver.accept(message);
        }
      }
    };
  }

  /** Entries are kept back until they are let go, all at once. */
  public static final class Holding extends Harm {
    private final Vertx vertx;
    private final List<Runnable> held = new ArrayList<>();
    private boolean over;

    public Holding(Vertx vertx) {
      this.vertx = vertx;
    }

    @Override
    public synchronized void carry(String address, Buffer message, Consumer<Buffer> deliver) {
      if (address.startsWith(FEED) && !over) {
        done.incrementAndGet();
        held.add(() -> deliver.accept(message));
      } else {
        deliver.accept(message);
      }
    }

    /** The late burst. */
    public synchronized void letGo() {
      over = true;
      List<Runnable> all = List.copyOf(held);
      held.clear();
      vertx.runOnContext(v -> all.forEach(Runnable::run));
    }
  }
}
