package chat.tertulia.bench.server;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Answers the benchmark's questions about this JVM on standard input and output, and ends the JVM
 * when the benchmark has ended.
 */
final class Probe {
  private static final int COLLECTIONS = 3;

  /** The map in which Vert.x keeps who listens where in a cluster. */
  private static final String SUBSCRIPTIONS = "__vertx.subs";

  private Probe() {}

  static void start() {
    Thread.ofPlatform().daemon().name("probe").start(Probe::run);
  }

  /** Tells the benchmark where the server listens. */
  static void ready(int port) {
    System.out.println("server is ready: " + port);
  }

  private static void run() {
    try (var lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println("PROBE " + answer(line));
      }
    } catch (IOException e) {
      System.err.println("probe ended: " + e);
    }
    System.exit(0);
  }

  private static long answer(String question) {
    return switch (question) {
      case "allocated" -> threads().getTotalThreadAllocatedBytes();
      case "compiling" -> ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
      case "collect" -> collect();
      case "registrations" -> registrations();
      case "held-registrations" -> held();
      default -> -1;
    };
  }

  private static ThreadMXBean threads() {
    return (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }

  @SuppressWarnings("CollectorShouldNotUseState")
  private static long collect() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long registrations() {
    return Hazelcast.getAllHazelcastInstances().stream().mapToLong(Probe::puts).sum();
  }

  private static long held() {
    return Hazelcast.getAllHazelcastInstances().stream()
        .mapToLong(node -> node.getMultiMap(SUBSCRIPTIONS).size())
        .max()
        .orElse(0);
  }

  private static long puts(HazelcastInstance node) {
    return node.getMultiMap(SUBSCRIPTIONS).getLocalMultiMapStats().getPutOperationCount();
  }
}
