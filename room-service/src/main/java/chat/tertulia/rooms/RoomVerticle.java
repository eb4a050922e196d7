package chat.tertulia.rooms;

import chat.tertulia.rooms.api.ModerationOperations;
import chat.tertulia.rooms.api.RoomOperations;
import chat.tertulia.rooms.domain.Aftermath;
import chat.tertulia.rooms.domain.Blocking;
import chat.tertulia.rooms.domain.Browsing;
import chat.tertulia.rooms.domain.CreationLimits;
import chat.tertulia.rooms.domain.CreationRate;
import chat.tertulia.rooms.domain.Entrance;
import chat.tertulia.rooms.domain.Invitations;
import chat.tertulia.rooms.domain.JoinAttempts;
import chat.tertulia.rooms.domain.Memberships;
import chat.tertulia.rooms.domain.Preferences;
import chat.tertulia.rooms.domain.RoomCreation;
import chat.tertulia.rooms.domain.RoomMeter;
import chat.tertulia.rooms.domain.RoomStore;
import chat.tertulia.rooms.domain.RoomViews;
import chat.tertulia.rooms.peers.BusPeers;
import chat.tertulia.rooms.secret.Pbkdf2Passwords;
import chat.tertulia.rooms.store.PgBlockStore;
import chat.tertulia.rooms.store.PgInviteStore;
import chat.tertulia.rooms.store.PgPreferenceStore;
import chat.tertulia.rooms.store.PgRoomReads;
import chat.tertulia.rooms.store.PgRoomStore;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.runtime.ServiceOperations;
import chat.tertulia.shared.sql.Database;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rooms, membership and invitations: puts the parts together and serves them. */
public final class RoomVerticle extends VerticleBase {
  /** Database role of this service. */
  public static final String ROLE = "tertulia_rooms";

  private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);

  private final Node node;
  private final DatabaseSettings databaseSettings;
  private final RoomSettings settings;
  private Database database;
  private Pbkdf2Passwords passwords;
  private Aftermath aftermath;
  private HttpServer server;

  public RoomVerticle(Node node, DatabaseSettings database, RoomSettings settings) {
    this.node = node;
    this.databaseSettings = database;
    this.settings = settings;
  }

  /** The REST port really bound, once deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    database = Database.open(vertx, databaseSettings, ROLE);
    passwords = new Pbkdf2Passwords(vertx);
    node.health().check("database", database::ping);
    var bus = new VertxBus(vertx);
    var gate = TokenGate.overBus(vertx, bus);
    var store = new PgRoomStore(database);
    var invites = new PgInviteStore(database);
    var operations = new ServiceOperations(vertx, bus, gate, node.settings());
    bind(operations, bus, store, invites);
    operations.on(
        Switchboard.ROOMS_CANARY, call -> Future.succeededFuture(Answer.of(Nothing.NOTHING)));
    node.health().check("room-keys", gate::ready);
    node.beforeStop(Node.Drain.REQUESTS, operations::drain);
    return database
        .awaitAnswer()
        .compose(ok -> gate.open())
        .compose(ok -> bus.subscribe(Switchboard.PROFILE_CHANGED, fact -> rename(store, fact)))
        .compose(
            ok ->
                operations.listen(
                    node.settings().host(), settings.port(), "TERTULIA_ROOM_PORT", "Rooms"))
        .onSuccess(
            bound -> {
              server = bound;
              new Sweeper(vertx, store, invites, settings.instantLinger(), aftermath::publish)
                  .start();
            });
  }

  private void bind(
      ServiceOperations operations, Bus bus, PgRoomStore store, PgInviteStore invites) {
    var clock = Clock.systemUTC();
    var meter = new RoomMeter(node.metrics());
    var reads = new PgRoomReads(database);
    var peers = new BusPeers(bus, node.settings().shards());
    var views = new RoomViews(reads, peers);
    aftermath = new Aftermath(views, peers, meter);
    var rate = new CreationRate(settings.creationsPerMinute(), System::nanoTime);
    var limits = new CreationLimits(rate, settings.roomsPerUser(), settings.directRoomsPerUser());
    var memberships = new Memberships(store, reads, views, peers, aftermath, passwords, clock);
    var invitations = new Invitations(invites, reads, rate, settings.publicUrl());
    var browsing = new Browsing(reads, views);
    new RoomOperations(
            new RoomCreation(store, views, peers, passwords, aftermath, limits, clock),
            new Entrance(
                store, reads, passwords, new JoinAttempts(System::nanoTime), aftermath, meter),
            memberships,
            invitations,
            browsing)
        .bind(operations);
    var preferences = new Preferences(new PgPreferenceStore(database), views, peers);
    var blocking = new Blocking(new PgBlockStore(database), peers);
    new ModerationOperations(memberships, invitations, browsing, preferences, blocking)
        .bind(operations);
  }

  private static void rename(RoomStore store, Accounts.ProfileChanged fact) {
    store
        .rename(fact.user(), fact.name())
        .onFailure(
            e ->
                LOG.warn(
                    "a name was not taken over user={} reason={}", fact.user(), e.getMessage()));
  }

  @Override
  public Future<?> stop() {
    Future<?> closed = server == null ? Future.succeededFuture() : server.close();
    return closed
        .transform((ok, failed) -> passwords.close())
        .transform((ok, failed) -> database.close());
  }
}
