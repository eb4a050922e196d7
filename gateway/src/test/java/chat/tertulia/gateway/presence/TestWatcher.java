package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that remembers what presence told it. */
final class TestWatcher implements Presence.Watcher {
  private final List<String> frames = new CopyOnWriteArrayList<>();

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void changed(String frame) {
    frames.add(frame);
  }

  /** Frames so far. */
  List<String> frames() {
    return frames;
  }

  /** What was told of a person, in order. */
  List<String> statesOf(UserId user) {
    var states = new ArrayList<String>();
    for (String frame : frames) {
      JsonNode json = Json.readObject(frame);
      if (json.has("presence")) {
        json.path("presence").forEach(each -> add(states, user, each));
      } else {
        add(states, user, json);
      }
    }
    return states;
  }

  private static void add(List<String> states, UserId user, JsonNode person) {
    if (person.path("id").asText().equals(user.value())) {
      states.add(person.path("state").asText());
    }
  }

  static Caller caller(String name, String role) {
    return new Caller(new UserId("u-" + name), new SessionId("s-" + name), name, role, Instant.MAX);
  }
}
