package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.check.Checker;
import chat.tertulia.testkit.check.Follower;
import chat.tertulia.testkit.client.ClientLogic;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A {@link ClientLogic} on a real socket: one client of one person, who talks and listens in some
 * rooms and never gives up. Tells a {@link Checker} everything.
 *
 * <p>Lives on one event loop; its methods may be called from any other thread.
 */
public final class PersistentMember {
  private final Vertx vertx;
  private final Context loop;
  private final int port;
  private final Framing framing;
  private final Actor actor;
  private final String name;
  private final Checker checker;
  private final ClientLogic logic;
  private Wire wire;
  private int connection;
  private boolean reading = true;

  private PersistentMember(
      Vertx vertx, int port, Framing framing, Actor actor, String name, Checker checker) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.port = port;
    this.framing = framing;
    this.actor = actor;
    this.name = name;
    this.checker = checker;
    this.logic = new ClientLogic(new Socket(), name, actor.id(), actor::token);
  }

  /**
   * A client that is offline and follows nothing yet.
   *
   * @param name tells it from other clients of the same person
   */
  public static PersistentMember of(
      World world, Actor actor, String name, Framing framing, Checker checker) {
    return at(world, actor.home().getPort(), actor, name, framing, checker);
  }

  /** One that connects to another port than the world's, where something stands between. */
  public static PersistentMember at(
      World world, int port, Actor actor, String name, Framing framing, Checker checker) {
    return new PersistentMember(world.vertx(), port, framing, actor, name, checker);
  }

  /** Follows a room from the number given, of which and of all before they have everything. */
  public PersistentMember follows(Room room, long after) {
    Follower follower = checker.follows(room.id(), actor.id(), name, after);
    onLoop(() -> logic.follow(room.id(), follower));
    return this;
  }

  /** Connects and stays connected. */
  public PersistentMember comesOnline() {
    onLoop(logic::wake);
    return this;
  }

  /** Cuts the connection and stays away. */
  public void goesOffline() {
    onLoop(logic::rest);
  }

  /** Posts sooner or later. */
  public void says(Room room, String content) {
    onLoop(() -> logic.say(room.id(), content));
  }

  /** Reads nothing more from the present connection, or reads on. */
  public PersistentMember reads(boolean on) {
    onLoop(
        () -> {
          reading = on;
          if (wire != null) {
            wire.reading(on);
          }
        });
    return this;
  }

  /** How many posts were under way when a connection broke; each was sent again. */
  public int unanswered() {
    return ask(logic::unanswered);
  }

  /** Connections it asked for. */
  public int connects() {
    return ask(logic::connects);
  }

  /** How often it was told that it reads too slowly. */
  public int lagged() {
    return ask(logic::lagged);
  }

  /** The errors it was answered, with their count. */
  public Map<String, Integer> refusals() {
    return ask(logic::refusals);
  }

  public Actor actor() {
    return actor;
  }

  @Override
  public String toString() {
    return name;
  }

  private void onLoop(Runnable task) {
    loop.runOnContext(v -> task.run());
  }

  private <T> T ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    onLoop(() -> answer.complete(question.get()));
    return answer.join();
  }

  /** The logic's network and clock. */
  private final class Socket implements ClientLogic.Line {
    @Override
    public void connect(int number) {
      connection = number;
      reading = true;
      wire = framing.wire(vertx, port);
      wire.connect(new Ear(number));
    }

    @Override
    public void write(ObjectNode frame) {
      wire.write(frame.toString());
    }

    @Override
    public void close(int number) {
      if (wire != null && number == connection) {
        wire.close();
        release();
      }
    }

    @Override
    public void after(long ms, Runnable task) {
      vertx.setTimer(ms, t -> task.run());
    }

    @Override
    public boolean answersPings() {
      return framing == Framing.RAW;
    }
  }

  /** The client object goes with its connection, after the close frame has left. */
  private void release() {
    Wire old = wire;
    wire = null;
    vertx.setTimer(1_000, t -> old.release());
  }

  private final class Ear implements Wire.Ear {
    private final int number;

    Ear(int number) {
      this.number = number;
    }

    @Override
    public void opened() {
      if (wire != null && number == connection) {
        wire.reading(reading);
        logic.opened(number);
      }
    }

    @Override
    public void frame(String text) {
      logic.heard(number, Json.readObject(text));
    }

    @Override
    public void closed() {
      if (number == connection && wire != null) {
        release();
      }
      logic.closed(number);
    }
  }
}
