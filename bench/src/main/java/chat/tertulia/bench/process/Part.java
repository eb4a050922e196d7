package chat.tertulia.bench.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names the part of the work that a sampled stack belongs to. */
final class Part {
  /** What a kernel stack is about: the first of these that occurs in it, from the inside. */
  private static final List<Map.Entry<String, String>> KERNEL =
      List.of(
          Map.entry("try_to_wake_up", "kernel: wake readers"),
          Map.entry("net_rx_action", "kernel: receive side of loopback (softirq)"),
          Map.entry("sys_sendto", "kernel: send"),
          Map.entry("sys_sendmsg", "kernel: send"),
          Map.entry("sys_write", "kernel: send"),
          Map.entry("sys_recv", "kernel: receive"),
          Map.entry("sys_read", "kernel: receive"),
          Map.entry("sys_epoll", "kernel: epoll"),
          Map.entry("sys_futex", "kernel: futex"),
          Map.entry("sys_accept", "kernel: accept"),
          Map.entry("exc_page_fault", "kernel: page faults"));

  /** Packages by their beginning. */
  private static final List<String> PACKAGES =
      List.of("io.netty", "io.vertx", "com.fasterxml", "com.hazelcast", "io.micrometer");

  private static final String OWN = "chat.tertulia.";

  private Part() {}

  /**
   * @param thread its name as the kernel has it
   * @param symbols innermost first
   * @param library where the innermost is from
   */
  static String of(String thread, List<String> symbols, String library) {
    if (library.startsWith("[k") || library.startsWith("[guest.k") || library.contains("vmlinux")) {
      return kernel(symbols);
    }
    String name = thread.toLowerCase(Locale.ROOT);
    if (name.startsWith("c1 ") || name.startsWith("c2 ")) {
      return "compiler";
    }
    if (name.startsWith("gc ") || name.startsWith("g1 ")) {
      return "collector";
    }
    if (library.contains("/perf-")) {
      return compiled(symbols.getFirst());
    }
    return library.contains("libjvm") ? "JVM" : "native libraries";
  }

  private static String kernel(List<String> symbols) {
    return KERNEL.stream()
        .filter(each -> symbols.stream().anyMatch(symbol -> symbol.contains(each.getKey())))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("kernel: other");
  }

  /** A symbol as the JVM writes it for perf: type, method and parameters, or the name of a stub. */
  private static String compiled(String symbol) {
    int end = symbol.indexOf('(');
    String method = end < 0 ? symbol : symbol.substring(0, end);
    method = method.substring(method.lastIndexOf(' ') + 1);
    return method.contains(".") ? ofMethod(method) : "JVM: interpreter and stubs";
  }

  /** A Java method with its class: our own by their module, others by their maker. */
  static String ofMethod(String method) {
    if (method.startsWith(OWN)) {
      int end = method.indexOf('.', OWN.length());
      return "Java: " + method.substring(0, end < 0 ? method.length() : end);
    }
    return PACKAGES.stream()
        .filter(method::startsWith)
        .findFirst()
        .map(found -> "Java: " + found)
        .orElse(isJdk(method) ? "Java: JDK" : "Java: other libraries");
  }

  private static boolean isJdk(String method) {
    return method.startsWith("java.") || method.startsWith("jdk.") || method.startsWith("sun.");
  }
}
