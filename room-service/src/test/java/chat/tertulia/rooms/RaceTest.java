package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Many at once, in two processes that know of each other only by their rows: the log has no hole
 * and says exactly what the tables say.
 */
class RaceTest {
  private static RoomWorld world;
  private static String replica;

  @BeforeAll
  static void open() {
    world = RoomWorld.open();
    replica = world.anotherReplica();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @RepeatedTest(3)
  void theReplayedLogIsTheMemberTable(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var owner = world.person("Owner");
    var room = world.publicRoom(owner);
    var people = IntStream.range(0, 12).mapToObj(i -> world.person("P" + i)).toList();

    var running = new ArrayList<CompletableFuture<Visitor.Reply>>();
    for (int i = 0; i < 240; i++) {
      var who = here(i, people.get(random.nextInt(people.size())));
      var by = here(random.nextInt(2), owner);
      String member = "/rooms/" + room + "/members/" + who.id();
      running.add(
          switch (random.nextInt(6)) {
            case 0, 1, 2 -> who.sendLater("POST", "/rooms/" + room + "/join", "{}");
            case 3 -> who.sendLater("POST", "/rooms/" + room + "/leave", "{}");
            case 4 -> by.sendLater("DELETE", member, null);
            default -> by.sendLater("PUT", member, "{\"role\":\"moderator\"}");
          });
      if (running.size() % 20 == 0) {
        running.forEach(CompletableFuture::join);
      }
    }

    for (var each : running) {
      int status = each.join().status();
      assertTrue(List.of(200, 204, 404).contains(status), "status " + status);
    }
    assertReplayed(room);
  }

  @Test
  void twentyJoinAtOnce() {
    var owner = world.person("Owner");
    var room = world.publicRoom(owner);
    var people = IntStream.range(0, 20).mapToObj(i -> here(i, world.person("P" + i))).toList();

    var heads = new HashSet<Long>();
    people.stream()
        .map(p -> p.sendLater("POST", "/rooms/" + room + "/join", "{}"))
        .toList()
        .forEach(reply -> heads.add(reply.join().expect(200).json().path("readSeq").asLong()));

    assertEquals(20, heads.size());
    assertReplayed(room);
    assertEquals(21, owner.get("/rooms/" + room).json().path("memberCount").asInt());
  }

  @Test
  void everyOwnerLeavesAtOnceAndOneRemains() {
    var owner = world.person("Owner");
    var room = world.publicRoom(owner);
    var people = new ArrayList<>(List.of(owner));
    for (int i = 0; i < 10; i++) {
      var each = world.person("P" + i);
      each.join(room).expect(200);
      if (i < 5) {
        owner.set(room, each, "owner").expect(200);
      }
      people.add(each);
    }

    var running = new ArrayList<CompletableFuture<Visitor.Reply>>();
    for (int i = 0; i < 10; i++) {
      running.add(here(i, people.get(i)).sendLater("POST", "/rooms/" + room + "/leave", "{}"));
    }
    running.forEach(r -> r.join().expect(204));

    assertEquals("owner", people.get(10).get("/rooms/" + room).text("role"));
    assertReplayed(room);
  }

  @Test
  void tenAskForTheSameDirectRoomAtOnce() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var running = new ArrayList<CompletableFuture<Visitor.Reply>>();
    for (int i = 0; i < 10; i++) {
      var from = i % 2 == 0 ? ann : bob;
      var to = i % 2 == 0 ? bob : ann;
      running.add(
          here(i / 2, from).sendLater("POST", "/direct", "{\"userIds\":[\"" + to.id() + "\"]}"));
    }

    var replies = running.stream().map(CompletableFuture::join).toList();

    assertEquals(1, replies.stream().map(r -> r.text("id")).distinct().count());
    assertEquals(1, replies.stream().filter(r -> r.status() == 201).count());
    assertEquals(9, replies.stream().filter(r -> r.status() == 200).count());
    assertEquals(List.of(1L, 2L, 3L), world.seqs(new RoomId(replies.getFirst().text("id"))));
  }

  @Test
  void anInvitationForThreeLetsThreeIn() {
    var owner = world.person("Owner");
    var room = RoomWorld.roomId(owner.create("den", "private"));
    var invite =
        owner.post("/rooms/" + room + "/invites", Json.object().put("uses", 3)).expect(201);
    var body = Json.object().put("code", invite.text("code")).toString();

    var replies =
        IntStream.range(0, 12)
            .mapToObj(i -> here(i, world.person("P" + i)))
            .map(p -> p.sendLater("POST", "/rooms/join", body))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertEquals(3, replies.stream().filter(r -> r.status() == 200).count());
    assertEquals(9, replies.stream().filter(r -> r.status() == 404).count());
    assertReplayed(room);
  }

  @RepeatedTest(5)
  void nothingByARemovedPersonIsNumberedAboveTheRemoval() throws Exception {
    var owner = world.person("Owner");
    var bob = world.person("Bob");
    var room = world.publicRoom(owner);
    bob.join(room).expect(200);
    var begun = new CountDownLatch(20);
    var posting = CompletableFuture.supplyAsync(() -> postUntilRefused(room, bob, begun));
    begun.await();

    owner.remove(room, bob).expect(204);

    assertEquals("not_member", posting.get());
    var entries = world.entries(room);
    long removal =
        entries.stream()
            .filter(e -> e.path("change").asText().equals("removed"))
            .mapToLong(e -> e.path("seq").asLong())
            .findFirst()
            .orElseThrow();
    assertTrue(removal > 20);
    assertEquals(removal, entries.size(), "the removal is the last entry");
    assertReplayed(room);
  }

  /** Every second request goes to the other process. */
  private static Visitor here(int i, Visitor visitor) {
    return i % 2 == 0 ? visitor : visitor.at(replica);
  }

  /** Posts as history-service would, on a connection of its own. */
  private static String postUntilRefused(RoomId room, Visitor who, CountDownLatch begun) {
    var sql = "select verdict from history.append(?, ?, ?, ?, ?, ?)";
    try (Connection c = world.database.connect();
        var append = c.prepareStatement(sql)) {
      for (int i = 0; i < 100_000; i++) {
        String[] values = {
          room.value(), who.id().value(), "Bob", "message", "c" + i, "{\"content\":\"hi\"}"
        };
        for (int p = 0; p < values.length; p++) {
          append.setArray(p + 1, c.createArrayOf("text", new String[] {values[p]}));
        }
        try (var rows = append.executeQuery()) {
          rows.next();
          if (!rows.getString(1).equals("ok")) {
            return rows.getString(1);
          }
        }
        begun.countDown();
      }
      return "never refused";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replayed state equals fresh state, and the numbers are 1, 2, 3, … */
  private static void assertReplayed(RoomId room) {
    var entries = world.entries(room);
    assertEquals(
        LongStream.rangeClosed(1, entries.size()).boxed().toList(), world.seqs(room), "no holes");
    var replayed = replay(entries);
    assertEquals(table(room), replayed);
    assertEquals(
        replayed.size(),
        world.value("select member_count from rooms.rooms where id = ?", room.value()));
    assertTrue(
        replayed.isEmpty() || replayed.values().stream().anyMatch(r -> r.startsWith("owner ")),
        "someone owns the room");
  }

  private static Map<String, String> replay(List<JsonNode> entries) {
    var members = new TreeMap<String, String>();
    for (JsonNode entry : entries) {
      String user = entry.at("/user/id").asText();
      String role = entry.path("role").asText();
      switch (entry.path("change").asText()) {
        case "joined" -> {
          var old = members.put(user, role + " since " + entry.path("seq").asLong());
          assertEquals(null, old, "joined twice");
        }
        case "role" -> members.compute(user, (u, was) -> role + was.substring(was.indexOf(' ')));
        case "left", "removed", "banned" ->
            assertTrue(members.remove(user) != null, "left without being in");
        default -> assertTrue(entry.path("entryKind").asText().matches("room|message"));
      }
    }
    return members;
  }

  private static Map<String, String> table(RoomId room) {
    var members = new TreeMap<String, String>();
    var sql = "select user_id, role, joined_seq from rooms.members where room_id = ?";
    try (Connection c = world.database.connect();
        var query = c.prepareStatement(sql)) {
      query.setString(1, room.value());
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          members.put(rows.getString(1), rows.getString(2) + " since " + rows.getLong(3));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return members;
  }
}
