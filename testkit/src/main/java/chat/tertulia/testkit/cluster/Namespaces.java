package chat.tertulia.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace for each member, joined by a bridge on which this JVM has an address too:
 * cables that can be pulled. Takes Linux, root, {@code ip} and {@code nft}; see {@link #missing()}.
 */
public final class Namespaces implements Lan {
  private static final int HUB = 254;
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ConcurrentHashMap<Integer, Namespaces> OPEN = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> List.copyOf(OPEN.values()).forEach(Namespaces::close)));
  }

  private final String name;
  private final String subnet;
  private final int number;
  private final int members;

  private Namespaces(int number, int members) {
    this.number = number;
    this.name = "tt" + number;
    this.subnet = "10.%d.%d.".formatted(200 + number / 250 % 50, number % 250);
    this.members = members;
  }

  /** Why there can be none here; empty when there can. */
  public static String missing() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "network namespaces are Linux's";
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return "only root may make network namespaces";
    }
    for (String tool : List.of("ip", "nft")) {
      if (run(List.of(tool, "-V"), true) != 0) {
        return "there is no " + tool + ": install " + (tool.equals("ip") ? "iproute2" : "nftables");
      }
    }
    String probe = "ttp" + ProcessHandle.current().pid();
    int made = run(List.of("ip", "netns", "add", probe), true);
    run(List.of("ip", "netns", "del", probe), true);
    return made == 0 ? "" : "this machine lets root make no network namespace";
  }

  /** Makes one for so many members. */
  public static Namespaces of(int members) {
    int number = (int) (ProcessHandle.current().pid() * 7 % 12_000) + COUNT.incrementAndGet();
    var made = new Namespaces(number, members);
    OPEN.put(number, made);
    shell("ip link add %s type bridge".formatted(made.name));
    shell("ip addr add %s/24 dev %s".formatted(made.hub(), made.name));
    shell("ip link set %s up".formatted(made.name));
    for (int member = 0; member < members; member++) {
      made.add(member);
    }
    return made;
  }

  private void add(int member) {
    String space = space(member);
    shell("ip netns add %s".formatted(space));
    shell("ip link add %sv type veth peer name eth0 netns %s".formatted(space, space));
    shell("ip link set %sv master %s".formatted(space, name));
    shell("ip link set %sv up".formatted(space));
    shell("ip -n %s addr add %s/24 dev eth0".formatted(space, address(member)));
    shell("ip -n %s link set eth0 up".formatted(space));
    shell("ip -n %s link set lo up".formatted(space));
    nft(member, "add table ip faults");
    nft(member, "add chain ip faults in { type filter hook input priority 0; }");
    nft(member, "add chain ip faults out { type nat hook output priority -100; }");
  }

  @Override
  public String hub() {
    return subnet + HUB;
  }

  @Override
  public String address(int member) {
    return subnet + (member + 1);
  }

  @Override
  public List<String> enter(int member) {
    return List.of("ip", "netns", "exec", space(member));
  }

  @Override
  public String range() {
    return subnet + "0/24";
  }

  private String space(int member) {
    return name + "m" + member;
  }

  /** This member hears nothing more from that one; the other way it goes on. */
  public void deafen(int member, int to) {
    nft(member, "add rule ip faults in ip saddr " + address(to) + " drop");
  }

  /** Neither hears the other any more, without being told. */
  public void separate(int one, int other) {
    deafen(one, other);
    deafen(other, one);
  }

  /** This member and all others hear nothing of each other; this JVM still reaches everybody. */
  public void isolate(int member) {
    for (int other = 0; other < members; other++) {
      if (other != member) {
        separate(member, other);
      }
    }
  }

  /** So many of a hundred packets that this member should get from other members are lost. */
  public void loses(int member, int percent) {
    nft(
        member,
        "add rule ip faults in ip saddr != "
            + hub()
            + " numgen random mod 100 < "
            + percent
            + " drop");
  }

  /** All cables are whole again. */
  public void heal() {
    for (int member = 0; member < members; member++) {
      nft(member, "flush chain ip faults in");
    }
  }

  /** New connections of the others to that port of a member come to this port of the hub. */
  public void divert(int member, int port, int hubPort) {
    for (int from = 0; from < members; from++) {
      nft(
          from,
          "add rule ip faults out ip daddr %s tcp dport %d dnat to %s:%d"
              .formatted(address(member), port, hub(), hubPort));
    }
  }

  private void nft(int member, String rule) {
    var command = new ArrayList<>(enter(member));
    command.addAll(List.of("nft", rule));
    run(command, false);
  }

  private static void shell(String command) {
    run(List.of(command.split(" ")), false);
  }

  private static int run(List<String> command, boolean mayFail) {
    try {
      Path output = Files.createTempFile("namespaces", ".txt");
      try {
        int code =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (code != 0 && !mayFail) {
          throw new AssertionError(
              command + ": " + Files.readString(output, StandardCharsets.UTF_8).strip());
        }
        return code;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      if (mayFail) {
        return -1;
      }
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Takes everything down; whoever still lives in it loses the network. */
  @Override
  public void close() {
    if (OPEN.remove(number) == null) {
      return;
    }
    for (int member = 0; member < members; member++) {
      run(List.of("ip", "netns", "del", space(member)), true);
    }
    run(List.of("ip", "link", "del", name), true);
  }
}
