package chat.tertulia.e2e.faults;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who posts a few times a second and looks at the clock: how long until a result or an
 * error came. A post whose connection broke was told so and does not count.
 */
final class AnswerTimes implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(200);

  private final Actor actor;
  private final Room room;
  private final Map<Long, SocketClient> open = new ConcurrentHashMap<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private final Thread thread = Thread.ofPlatform().name("answers").daemon().unstarted(this::ask);
  private Duration slowest = Duration.ZERO;
  private volatile boolean over;

  private AnswerTimes(Actor actor, Room room) {
    this.actor = actor;
    this.room = room;
  }

  static AnswerTimes begin(Actor actor, Room room) {
    var begun = new AnswerTimes(actor, room);
    begun.thread.start();
    return begun;
  }

  private void ask() {
    SocketClient socket = null;
    for (int i = 0; !over; i++) {
      try {
        if (socket == null || socket.isClosed()) {
          socket = actor.connects();
        }
        post(socket, "asked-" + i);
      } catch (AssertionError | RuntimeException notConnected) {
        socket = null;
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private void post(SocketClient socket, String clientId) {
    long at = System.nanoTime();
    open.put(at, socket);
    CompletableFuture<JsonNode> answer =
        socket.sendLater("room.post", SocketClient.message(room.id(), clientId, "now?"));
    waiting.add(answer.thenAccept(come -> answered(at, come)));
  }

  private synchronized void answered(long at, JsonNode answer) {
    open.remove(at);
    slowest = max(slowest, Duration.ofNanos(System.nanoTime() - at));
    boolean refused = answer.path("type").asText().equals("err");
    answers.merge(refused ? answer.path("message").asText() : "ok", 1, Integer::sum);
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The longest time to an answer so far; a post that still waits counts with its age. */
  synchronized Duration slowest() {
    Duration longest = slowest;
    for (Map.Entry<Long, SocketClient> each : open.entrySet()) {
      if (!each.getValue().isClosed()) {
        longest = max(longest, Duration.ofNanos(System.nanoTime() - each.getKey()));
      }
    }
    return longest;
  }

  /** Each kind of answer with its count: {@code ok} and the codes of errors. */
  synchronized Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
