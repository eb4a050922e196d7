package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.client.RoomState;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in a room, a client that applied the entries holds the same as one that fetches
 * the messages anew.
 */
class ReplayTest {
  private static final int STEPS = 120;
  private static final List<String> EMOJI = List.of("👍", "🎉", "🦜");

  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final List<Person> people = List.of(ann, bob);
  private final RoomId room = log.room(ann.id());
  private final RoomId other = log.room(ann.id());
  private final Map<Person, RoomState> states = new HashMap<>();
  private final Set<String> kinds = new HashSet<>();
  private long applied;

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void appliedIsWhatIsFetched(long seed) {
    var random = new Random(seed);
    log.join(room, bob.id(), "member");
    log.join(other, bob.id(), "member");
    log.run("update rooms.members set name = 'Bob' where user_id = '%s'".formatted(bob.id()));
    people.forEach(p -> states.put(p, new RoomState(room.value(), p.id().value())));
    for (int i = 0; i < STEPS; i++) {
      act(random, i);
      catchUp();
      people.forEach(this::compare);
    }
    assertEquals(Set.of("message", "edit", "delete", "reaction", "pin", "member", "room"), kinds);
  }

  private void act(Random random, int step) {
    Person who = people.get(random.nextInt(2));
    String message = path("messages/" + (3 + random.nextInt(30)));
    String emoji = URLEncoder.encode(EMOJI.get(random.nextInt(3)), StandardCharsets.UTF_8);
    switch (random.nextInt(12)) {
      case 0 -> ask(who, "PATCH", message, "{\"content\":\"edited " + step + "\"}");
      case 1 -> ask(who, "PATCH", message, "{\"content\":\"@Bob and @room " + step + "\"}");
      case 2 -> ask(who, "DELETE", message + "?reason=so", null);
      case 3, 4 -> ask(who, "POST", message + "/undo", null);
      case 5, 6 -> ask(who, "PUT", message + "/reactions/" + emoji, null);
      case 7 -> ask(who, "DELETE", message + "/reactions/" + emoji, null);
      case 8 -> ask(who, "PUT", path("pins/" + (3 + random.nextInt(30))), null);
      case 9 -> ask(who, "DELETE", path("pins/" + (3 + random.nextInt(30))), null);
      case 10 -> forward(who, step);
      default -> post(who, step, random);
    }
  }

  private void post(Person who, int step, Random random) {
    var body = Json.object().put("clientId", "c-" + step).put("content", "@Bob " + step);
    if (random.nextBoolean()) {
      body.put("thread", 4);
    } else if (random.nextBoolean()) {
      body.put("replyTo", 4);
    }
    ask(who, "POST", path("messages"), body.toString());
    ask(
        who,
        "POST",
        path("messages"),
        body.put("clientId", "d-" + step).without("thread").toString());
  }

  private void forward(Person who, int step) {
    String body = "{\"clientId\":\"o-" + step + "\",\"content\":\"elsewhere\"}";
    var posted = service.send(who, "POST", "/rooms/" + other + "/messages", body);
    var forward = Json.object().put("clientId", "f-" + step).put("fromRoomId", other.value());
    forward.set("fromSeq", Json.readObject(posted.body()).get("seq"));
    ask(who, "POST", path("forwards"), forward.toString());
  }

  /** Refused or not: the state must be the same everywhere. */
  private static void ask(Person who, String method, String path, String body) {
    int status = service.send(who, method, path, body).statusCode();
    assertTrue(status < 500, method + " " + path + " " + status);
  }

  private String path(String what) {
    return "/rooms/" + room + "/" + what;
  }

  private void catchUp() {
    var answer = service.send(ann, "GET", path("entries?limit=200&after=" + applied), null);
    for (JsonNode entry : Json.readObject(answer.body()).path("entries")) {
      states.values().forEach(state -> state.apply(entry));
      kinds.add(entry.path("kind").asText());
      applied = entry.path("seq").asLong();
    }
  }

  private void compare(Person who) {
    var answer = service.send(who, "GET", path("messages?limit=200"), null);
    var fetched = Json.object();
    fetched.set("messages", Json.readObject(answer.body()).path("messages"));
    var held = Json.object();
    var list = held.putArray("messages");
    states.get(who).messages().forEach(list::add);
    assertEquals(sorted(fetched), sorted(held));
  }

  /** Field order means nothing. */
  private static String sorted(JsonNode node) {
    if (node.isObject()) {
      var fields = new TreeMap<String, String>();
      node.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
      return fields.toString();
    }
    if (node.isArray()) {
      var items = new ArrayList<String>();
      node.forEach(each -> items.add(sorted(each)));
      return String.join("\n", items);
    }
    return node.toString();
  }
}
