package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One scene of the contract, played through one door, every exchange held against its file. */
final class Script {
  private final Door door;
  private final Golden golden = new Golden();

  Script(Door door) {
    this.door = door;
  }

  Golden golden() {
    return golden;
  }

  /** A new person, called this in the files. */
  Actor person(String name) {
    Actor actor = Running.world().person(name);
    golden.name(actor.id(), "u-" + name);
    golden.name(actor.username(), name);
    return actor;
  }

  /** A new public room, called this in the files. */
  Room room(Actor owner, String name) {
    Room room = owner.creates(name);
    golden.name(room.id(), "r-" + name);
    return room;
  }

  /** Asks and holds the exchange against the file of the operation. */
  JsonNode plays(Row row, Actor actor, ObjectNode request) {
    return plays(
        row.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), row, actor, request);
  }

  /** Asks and holds the exchange against a file of its own. */
  JsonNode plays(String file, Row row, Actor actor, ObjectNode request) {
    Door.Reply reply = door.ask(row, actor, request);
    assertEquals(row.status(), reply.status(), () -> row + " " + reply.body());
    remember(row, reply.body());
    golden.matches(file, exchange(row, request, reply));
    return reply.body();
  }

  /** Asks without a file. */
  JsonNode asks(Row row, Actor actor, ObjectNode request) {
    Door.Reply reply = door.ask(row, actor, request);
    assertEquals("", reply.code(), () -> row + " " + reply.body());
    return reply.body();
  }

  /** Asks for something that is refused. */
  Door.Reply refused(Row row, Actor actor, ObjectNode request, int status, String code) {
    Door.Reply reply = door.ask(row, actor, request);
    assertEquals(
        status + " " + code, reply.status() + " " + reply.code(), () -> row + " " + reply.body());
    return reply;
  }

  private void remember(Row row, JsonNode body) {
    if (body.has("code") && row != Row.KEYS) {
      String code = body.path("code").asText();
      golden.name(code, code.length() == 4 ? "K7QF" : "4JX0V7M2Q8Z5T1KA9B3C");
    }
  }

  private static ObjectNode exchange(Row row, ObjectNode request, Door.Reply reply) {
    var json = Json.object().put("rest", row.method() + " /api/v1" + row.path());
    if (row.isOnBus()) {
      json.put("bus", row.bus());
    }
    json.set("request", request);
    json.put("status", reply.status());
    if (!reply.body().isEmpty()) {
      json.set("response", reply.body());
    }
    return json;
  }

  /** The start of a request. */
  static ObjectNode with() {
    return Json.object();
  }

  /** The start of a request about a room. */
  static ObjectNode in(Room room) {
    return Json.object().put("roomId", room.id());
  }
}
