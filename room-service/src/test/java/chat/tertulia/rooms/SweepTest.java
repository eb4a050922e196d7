package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import chat.tertulia.rooms.store.PgInviteStore;
import chat.tertulia.rooms.store.PgRoomStore;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rooms that nobody is in go by themselves. */
class SweepTest {
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static RoomWorld world;

  @BeforeAll
  static void open() {
    world = RoomWorld.open(LINGER);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void anInstantRoomGoesWithItsLogAfterItsLastMember() {
    var ann = world.person("Ann");
    var created = ann.create("quick", "instant").expect(201);
    var room = new RoomId(created.text("id"));
    ann.leave(room).expect(204);
    assertEquals(3, world.seqs(room).size());

    Eventually.holds("the room is gone", () -> count("rooms.rooms where id = ?", room) == 0);

    assertEquals(List.of(), world.seqs(room));
    assertEquals(0, count("history.heads where room_id = ?", room));
    byCode(ann, created.text("code")).problem(404, "not_found");
  }

  @Test
  void whoComesBackInTimeKeepsTheRoomAndOwnsIt() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var created = ann.create("quick", "instant").expect(201);
    var room = new RoomId(created.text("id"));
    ann.leave(room).expect(204);

    assertEquals("owner", byCode(bob, created.text("code")).expect(200).text("role"));

    pause();
    bob.get("/rooms/" + room).expect(200);
    assertEquals(List.of(1L, 2L, 3L, 4L), world.seqs(room));
  }

  @Test
  void publicAndPrivateRoomsStayForADay() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);
    ann.leave(room).expect(204);
    pause();
    assertEquals(1, count("rooms.rooms where id = ?", room));

    world.execute(
        "update rooms.rooms set empty_since = now() - interval '25 hours' where id = ?",
        room.value());

    Eventually.holds("the room is gone", () -> count("rooms.rooms where id = ?", room) == 0);
  }

  @Test
  void endedInvitationsGo() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);
    ann.post("/rooms/" + room + "/invites", Json.object()).expect(201);

    world.execute("update rooms.invites set expires_at = now() - interval '1 hour'");

    Eventually.holds("it is gone", () -> count("rooms.invites where room_id = ?", room) == 0);
  }

  @Test
  void severalProcessesSweepEachRoomOnce() {
    var ann = world.person("Ann");
    var rooms = new ArrayList<RoomId>();
    for (int i = 0; i < 30; i++) {
      rooms.add(world.publicRoom(ann));
    }
    rooms.forEach(r -> ann.leave(r).expect(204));
    var long0 = Duration.ofHours(1);
    var database = Database.open(world.vertx(), world.database.settings(), RoomVerticle.ROLE);
    var stores = List.of(new PgRoomStore(database), new PgRoomStore(database));

    var sweeps = new ArrayList<Future<Integer>>();
    for (int i = 0; i < 8; i++) {
      sweeps.add(stores.get(i % 2).sweepEmpty(long0, Duration.ZERO, 5));
    }
    int gone = 0;
    for (Future<Integer> each : sweeps) {
      gone += each.await();
    }

    assertEquals(0, new PgInviteStore(database).sweepExpired(10).await());
    database.close().await();
    long left = rooms.stream().filter(r -> count("rooms.rooms where id = ?", r) == 1).count();
    assertEquals(30 - left, gone);
    assertNotEquals(0, gone);
  }

  /** Longer than an instant room lingers, so that whatever would happen by then has happened. */
  private static void pause() {
    world.value("select pg_sleep(1.5)");
  }

  private static long count(String from, RoomId room) {
    return (Long) world.value("select count(*) from " + from, room.value());
  }

  private static Visitor.Reply byCode(Visitor visitor, String code) {
    return visitor.post("/rooms/join", Json.object().put("code", code));
  }
}
