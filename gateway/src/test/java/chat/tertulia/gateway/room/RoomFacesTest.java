package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.HandLoop;
import chat.tertulia.gateway.presence.Face;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomFacesTest {
  private final HandLoop loop = new HandLoop();
  private final List<String> told = new ArrayList<>();
  private final RoomFaces faces = new RoomFaces(loop, told::add);

  @Test
  void aQuietRoomIsToldAtOnce() {
    change("bob", "online");

    assertEquals("online", Json.readObject(told.getFirst()).path("state").asText());
    assertEquals("u-bob", Json.readObject(told.getFirst()).path("user").path("id").asText());
  }

  @Test
  void whoeverFlapsCostsOneFrameASecond() {
    for (int tenth = 0; tenth < 100; tenth++) {
      change("bob", tenth % 2 == 0 ? "online" : "offline");
      loop.pass(Duration.ofMillis(100));
    }

    assertTrue(told.size() <= 11, "in 10 s: " + told.size());
    assertEquals(
        "offline", Json.readObject(told.getLast()).path("state").asText(), "the last holds");
  }

  @Test
  void severalAreToldInOneFrame() {
    change("ann", "online");
    change("bob", "online");
    change("cem", "away");
    loop.pass(Duration.ofSeconds(1));

    assertEquals(2, told.size());
    assertEquals(2, Json.readObject(told.getLast()).path("presence").size());
  }

  @Test
  void aCrowdIsToldInPartsAndItsRestForgotten() {
    for (int i = 0; i < RoomFaces.MAX_WAITING + 50; i++) {
      faces.changed(face("p" + i, "online"));
    }
    faces.endTurn();
    for (int i = 0; i < 20; i++) {
      loop.pass(Duration.ofSeconds(1));
    }

    int people = told.stream().mapToInt(f -> Json.readObject(f).path("presence").size()).sum();
    assertEquals(RoomFaces.MAX_WAITING, people);
    assertTrue(
        told.stream()
            .allMatch(f -> Json.readObject(f).path("presence").size() <= Face.MAX_IN_FRAME));
  }

  private void change(String name, String state) {
    faces.changed(face(name, state));
    faces.endTurn();
  }

  private static Face face(String name, String state) {
    var user = new UserId("u-" + name);
    return new Face(user, Json.object().put("id", user.value()).put("state", state).toString());
  }
}
