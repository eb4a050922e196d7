package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.gateway.presence.LeasedPresence;
import chat.tertulia.gateway.presence.Preferences;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.presence.RedisPresence;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.testkit.LocalRedis;
import chat.tertulia.testkit.SocketClient;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What presence asks of Redis: counted by Redis itself, so that the machine does not matter. */
public final class PresenceCost implements Scenario {
  private static final String TERTULIA = "tertulia";
  private static final int PEOPLE = 5_000;
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final double SECONDS_A_MINUTE = 60;

  @Override
  public ScenarioResult run(Options options) {
    var measurements = new ArrayList<Measurement>();
    for (int round = 1; round <= options.rounds(); round++) {
      measurements.add(measure(options, round));
    }
    String about =
        "Redis under the presence of one gateway: 5,000 people with a socket each come, stay, say"
            + " that they are away, and go.";
    return new ScenarioResult("PRESENCE", about, List.of(TERTULIA), measurements);
  }

  private static Measurement measure(Options options, int round) {
    int people = options.scaled(PEOPLE, 50);
    EmbeddedRedis redis = LocalRedis.start();
    Vertx vertx = Vertx.vertx();
    try {
      var settings =
          Settings.of(Map.of("TERTULIA_REDIS_URL", redis.url())).read(GatewaySettings.class);
      var presence =
          RedisPresence.create(vertx, new VertxBus(vertx), settings, Preferences.NONE, faces -> {});
      Launcher.await(presence.start());
      SocketClient.awaitTrue("a lease", presence::isKnown);
      var meter = new Meter(Redis.createClient(vertx, redis.url()));
      return new Measurement(TERTULIA, round, course(options, presence, meter, people));
    } finally {
      Launcher.await(vertx.close());
      redis.stop();
    }
  }

  private static Map<Metric, Double> course(
      Options options, LeasedPresence presence, Meter meter, int people) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < people; i++) {
      sockets.add(new Socket(new UserId("u" + i)));
    }
    // The scripts are known and the connections open before anything is counted.
    presence.connected(sockets.getFirst().user(), sockets.getFirst());
    awaitWrites(presence, 1);

    Counts before = meter.read();
    sockets.forEach(s -> presence.connected(s.user(), s));
    awaitWrites(presence, people);
    Counts came = meter.read().minus(before);
    values.put(Metric.REDIS_CALLS_CONNECTION, came.calls() / people);
    values.put(Metric.REDIS_BYTES_CONNECTION, came.bytes() / people);
    values.put(Metric.REDIS_MEMORY, came.memory() / people);

    Duration settle = options.settle(IDLE);
    before = meter.read();
    Pause.of(settle);
    Counts stayed = meter.read().minus(before);
    double minutes = settle.toMillis() / 1e3 / SECONDS_A_MINUTE;
    values.put(Metric.REDIS_CALLS_IDLE, stayed.calls() / minutes / people);
    values.put(Metric.REDIS_BYTES_IDLE, stayed.bytes() / minutes / people);

    before = meter.read();
    sockets.forEach(s -> presence.set(s.user(), s, Json.object().put("state", "away")));
    awaitWrites(presence, 2L * people);
    Counts changed = meter.read().minus(before);
    values.put(Metric.REDIS_CALLS_CHANGE, changed.calls() / people);
    values.put(Metric.REDIS_COMMANDS_CHANGE, changed.commands() / people);
    values.put(Metric.REDIS_BYTES_CHANGE, changed.bytes() / people);

    sockets.forEach(s -> presence.disconnected(s.user(), s));
    awaitWrites(presence, 3L * people);
    return values;
  }

  private static void awaitWrites(LeasedPresence presence, long writes) {
    SocketClient.awaitTrue("everybody is written", () -> presence.writes() >= writes);
    SocketClient.awaitTrue("and told", () -> presence.changes() >= writes);
  }

  private record Socket(UserId user) implements Presence.Watcher {
    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void changed(String frame) {}
  }

  /**
   * Since the server's start.
   *
   * @param calls requests that clients made
   * @param commands with those that scripts made
   * @param bytes in and out
   * @param memory in use, in bytes
   */
  private record Counts(double calls, double commands, double bytes, double memory) {
    Counts minus(Counts other) {
      return new Counts(
          calls - other.calls,
          commands - other.commands,
          bytes - other.bytes,
          memory - other.memory);
    }
  }

  /** Reads Redis's own counters. */
  private record Meter(Redis redis) {
    private static final Pattern EVERY = Pattern.compile("cmdstat_([a-z|]+):calls=(\\d+)");
    private static final Pattern EVAL = Pattern.compile("cmdstat_(eval|evalsha):calls=(\\d+)");

    Counts read() {
      String info = Launcher.await(redis.send(Request.cmd(Command.INFO).arg("all"))).toString();
      return new Counts(
          sum(EVAL, info),
          sum(EVERY, info) - sum(Pattern.compile("cmdstat_(info):calls=(\\d+)"), info),
          number(info, "total_net_input_bytes") + number(info, "total_net_output_bytes"),
          number(info, "used_memory"));
    }

    private static double sum(Pattern pattern, String info) {
      double sum = 0;
      Matcher each = pattern.matcher(info);
      while (each.find()) {
        sum += Double.parseDouble(each.group(2));
      }
      return sum;
    }

    private static double number(String info, String name) {
      Matcher found = Pattern.compile("(?m)^" + name + ":(\\d+)").matcher(info);
      if (!found.find()) {
        throw new IllegalStateException("Redis tells no " + name);
      }
      return Double.parseDouble(found.group(1));
    }
  }
}
