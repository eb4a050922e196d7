package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MICROS;
import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.gateway.socket.CloseCode;
import chat.tertulia.gateway.socket.Connection;
import chat.tertulia.gateway.socket.Reception;
import chat.tertulia.gateway.socket.Transport;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.error.Problem;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection from a client to a gateway: a queue each way. What the client does not read stays
 * unread and counts; what the gateway does not take waits; a broken one loses what is under way.
 */
final class SimulatedSocket implements Transport {
  /** Not taken by the client for longer counts as full: small, so that it happens. */
  private final int bound;

  private final Scheduler scheduler;
  private final Client client;
  private final GatewayNode.Place place;
  private final Reception reception;
  private final Connection connection;
  private final Deque<Runnable> unread = new ArrayDeque<>();
  private final Deque<String> untaken = new ArrayDeque<>();
  private Runnable drained;
  private long toClient;
  private long toServer;
  private int unreadChars;
  private boolean reading = true;
  private boolean broken;
  private boolean ended;
  private boolean closedByServer;

  /** The client's end. */
  interface Client {
    void frame(String text);

    void closed();
  }

  /** On the gateway's loop. */
  SimulatedSocket(Scheduler scheduler, Client client, GatewayNode.Place place, int bound) {
    this.scheduler = scheduler;
    this.client = client;
    this.place = place;
    this.bound = bound;
    this.reception = place.live().reception();
    this.connection =
        reception.admit(this, new Call.Origin("10.0.0.1", "simulation", null, "trace"));
  }

  Machine gateway() {
    return place.machine();
  }

  // What the client does.

  void write(String text) {
    onWire(true, () -> place.loop().execute(() -> taken(text)));
  }

  /** Ends it in good order: what was written before still arrives. */
  void end() {
    ended = true;
    onWire(true, this::serverLoses);
  }

  void reading(boolean on) {
    reading = on;
    while (reading && !unread.isEmpty()) {
      unread.poll().run();
    }
  }

  // What the network does.

  /** Ends it for both; what is under way is lost. */
  void cut() {
    if (!broken) {
      broken = true;
      scheduler.after(scheduler.between(0, 50 * MILLIS), this::clientLoses);
      scheduler.after(scheduler.between(0, 50 * MILLIS), this::serverLoses);
    }
  }

  /** Carries nothing any more, and tells nobody. */
  void vanish() {
    broken = true;
  }

  private void clientLoses() {
    if (!ended) {
      ended = true;
      client.closed();
    }
  }

  private void serverLoses() {
    place.loop().execute(() -> reception.closed(connection));
  }

  private void onWire(boolean up, Runnable arrival) {
    long delay = scheduler.between(50 * MICROS, 30 * MILLIS);
    long at = Math.max(scheduler.now() + delay, (up ? toServer : toClient) + 1);
    if (up) {
      toServer = at;
    } else {
      toClient = at;
    }
    scheduler.after(
        at - scheduler.now(),
        () -> {
          if (!broken) {
            arrival.run();
          }
        });
  }

  // What the gateway does, on its loop.

  private void taken(String text) {
    if (closedByServer) {
      return;
    }
    untaken.add(text);
    takeOn();
  }

  /** Who does not read the answers is not listened to either. */
  private void takeOn() {
    while (!untaken.isEmpty() && !isFull()) {
      reception.frame(connection, untaken.poll());
    }
  }

  private void send(int chars, Runnable read) {
    if (closedByServer) {
      return;
    }
    unreadChars += chars;
    onWire(
        false,
        () -> {
          unread.add(
              () -> {
                if (!ended) {
                  read.run();
                }
                onWire(true, () -> place.loop().execute(() -> acknowledged(chars)));
              });
          reading(reading);
        });
  }

  private void acknowledged(int chars) {
    unreadChars -= chars;
    if (unreadChars <= bound / 2 && drained != null) {
      Runnable handler = drained;
      drained = null;
      handler.run();
    }
    takeOn();
  }

  private void frame(String text) {
    send(text.length(), () -> client.frame(text));
  }

  @Override
  public void room(RoomFrame frame) {
    frame.bridge().forEach(this::frame);
  }

  @Override
  public void rec(String address, String body) {
    frame(Frames.rec(address, body));
  }

  @Override
  public void err(String address, Problem problem) {
    frame(Frames.err(address, problem));
  }

  @Override
  public void pong() {
    frame(Frames.PONG);
  }

  @Override
  public boolean isFull() {
    return unreadChars > bound;
  }

  @Override
  public void onDrain(Runnable handler) {
    drained = handler;
  }

  @Override
  public void heartbeat() {
    send(2, () -> onWire(true, () -> place.loop().execute(() -> reception.heard(connection))));
  }

  @Override
  public void close(CloseCode code) {
    scheduler.note(() -> place.machine() + " closes a socket: " + code);
    closedByServer = true;
    onWire(false, this::clientLoses);
    place.loop().execute(() -> reception.closed(connection));
  }
}
