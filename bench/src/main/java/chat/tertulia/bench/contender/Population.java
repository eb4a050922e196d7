package chat.tertulia.bench.contender;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.RestClient;
import chat.tertulia.testkit.RestReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * People and rooms on a running Tertulia, made over REST. The people are guests, each from an
 * address of their own as a trusted proxy tells it: no password is hashed and no limit is met.
 */
final class Population {
  private static final int UNAVAILABLE = 503;

  /** How often a request is repeated that was not answered in time, at most. */
  private static final int MAX_REPEATS = 20;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Requests under way at once. */
  private static final int AT_ONCE = 16;

  private final URI url;
  private final RestClient rest = new RestClient();
  private List<String> tokens = List.of();
  private List<String> rooms = List.of();

  private Population(URI url) {
    this.url = url;
  }

  static Population create(int port, Layout layout) {
    var population = new Population(URI.create("http://127.0.0.1:" + port + "/api/v1"));
    try (population.rest) {
      population.fill(layout);
    }
    return population;
  }

  private void fill(Layout layout) {
    tokens = each(layout.people(), this::guest);
    String host = host();
    rooms = each(layout.rooms(), number -> room(host, number));
    List<int[]> seats =
        IntStream.range(0, layout.rooms())
            .boxed()
            .flatMap(r -> IntStream.range(0, layout.seats()).mapToObj(s -> seat(layout, r, s)))
            .toList();
    each(seats.size(), i -> join(seats.get(i)[0], seats.get(i)[1]));
  }

  private static int[] seat(Layout layout, int room, int seat) {
    return new int[] {room, layout.person(room, seat)};
  }

  private String guest(int number) {
    String address = "10.%d.%d.%d".formatted(number >>> 16 & 255, number >>> 8 & 255, number & 255);
    var name = Json.object().put("displayName", "Person %04d".formatted(number));
    HttpRequest request =
        HttpRequest.newBuilder(at("/auth/guest"))
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", address)
            .POST(HttpRequest.BodyPublishers.ofString(name.toString()))
            .build();
    return patiently(() -> rest.send(request)).expect(201).json().path("accessToken").asText();
  }

  private String host() {
    ObjectNode account =
        Json.object().put("username", "host").put("password", "long enough to pass");
    return rest.send("POST", at("/auth/register"), null, account)
        .expect(201)
        .json()
        .path("accessToken")
        .asText();
  }

  private String room(String host, int number) {
    ObjectNode room = Json.object().put("name", "Room " + number).put("kind", "public");
    JsonNode made = patiently(() -> rest.send("POST", at("/rooms"), host, room)).expect(201).json();
    return made.path("id").asText();
  }

  private String join(int room, int person) {
    URI join = at("/rooms/" + rooms.get(room) + "/join");
    patiently(() -> rest.send("POST", join, tokens.get(person), Json.object())).expect(200);
    return "";
  }

  /** A server that has just started may not answer in time yet, and says so. */
  private static RestReply patiently(Supplier<RestReply> request) {
    RestReply reply = request.get();
    for (int again = 0; again < MAX_REPEATS && reply.status() == UNAVAILABLE; again++) {
      LockSupport.parkNanos(PAUSE.toNanos());
      reply = request.get();
    }
    return reply;
  }

  private URI at(String path) {
    return URI.create(url + path);
  }

  String token(int person) {
    return tokens.get(person);
  }

  String roomId(int number) {
    return rooms.get(number);
  }

  private static List<String> each(int count, IntFunction<String> task) {
    var places = new Semaphore(AT_ONCE);
    var results = new ArrayList<String>(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<String>>(count);
      for (int i = 0; i < count; i++) {
        int number = i;
        places.acquire();
        futures.add(
            threads.submit(
                () -> {
                  try {
                    return task.apply(number);
                  } finally {
                    places.release();
                  }
                }));
      }
      for (Future<String> each : futures) {
        results.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the world could not be made: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return results;
  }
}
