package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MICROS;
import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.check.Checker;
import chat.tertulia.testkit.client.ClientLogic;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Somebody at one device: the client logic of the tests, over simulated connections. */
final class Person implements ClientLogic.Line {
  private final World world;
  private final Scheduler scheduler;
  private final String name;
  private final UserId user;
  private final ClientLogic logic;
  private final int bound;
  private SimulatedSocket socket;
  private int present;
  private boolean reading = true;

  /**
   * @param name of the device
   * @param bound characters that may wait unread before its sockets count as full
   */
  Person(World world, String name, UserId user, int bound) {
    this.world = world;
    this.scheduler = world.scheduler();
    this.name = name;
    this.user = user;
    this.bound = bound;
    this.logic = new ClientLogic(this, name, user.value(), user::value);
  }

  void follow(String room, Checker checker, long after) {
    logic.follow(room, checker.follows(room, user.value(), name, after));
  }

  ClientLogic logic() {
    return logic;
  }

  UserId user() {
    return user;
  }

  SimulatedSocket socket() {
    return socket;
  }

  /** Whether it takes what comes. */
  void reading(boolean on) {
    reading = on;
    if (socket != null) {
      socket.reading(on);
    }
  }

  @Override
  public void connect(int connection) {
    present = connection;
    scheduler.after(
        scheduler.between(100 * MICROS, 20 * MILLIS),
        () -> {
          List<GatewayNode> open =
              world.gateways().stream().filter(GatewayNode::isListening).toList();
          if (open.isEmpty() || present != connection) {
            refused(connection);
          } else {
            scheduler.oneOf(open).accept(place -> accepted(place, connection));
          }
        });
    // A gateway that stands still or dies meanwhile answers nothing.
    scheduler.after(
        1_000 * MILLIS,
        () -> {
          if (present == connection && socket == null) {
            refused(connection);
          }
        });
  }

  private void refused(int connection) {
    if (present == connection) {
      present = 0;
      logic.closed(connection);
    }
  }

  private void accepted(GatewayNode.Place place, int connection) {
    var made = new SimulatedSocket(scheduler, new End(connection), place, bound);
    scheduler.after(
        scheduler.between(50 * MICROS, 10 * MILLIS),
        () -> {
          if (present != connection || !place.machine().isAlive()) {
            made.cut();
            return;
          }
          scheduler.note(() -> name + " is connected to " + place.machine());
          socket = made;
          made.reading(reading);
          logic.opened(connection);
        });
  }

  private final class End implements SimulatedSocket.Client {
    private final int connection;

    End(int connection) {
      this.connection = connection;
    }

    @Override
    public void frame(String text) {
      scheduler.note(() -> name + " < " + text);
      logic.heard(connection, Json.readObject(text));
    }

    @Override
    public void closed() {
      scheduler.note(() -> name + " lost connection " + connection);
      if (present == connection) {
        present = 0;
        socket = null;
      }
      logic.closed(connection);
    }
  }

  @Override
  public void write(ObjectNode frame) {
    if (socket != null) {
      scheduler.note(() -> name + " > " + frame);
      socket.write(frame.toString());
    }
  }

  @Override
  public void close(int connection) {
    if (present == connection) {
      present = 0;
      if (socket != null) {
        socket.end();
        socket = null;
      }
    }
  }

  @Override
  public void after(long ms, Runnable task) {
    scheduler.after(ms * MILLIS, task);
  }

  @Override
  public String toString() {
    return name;
  }
}
