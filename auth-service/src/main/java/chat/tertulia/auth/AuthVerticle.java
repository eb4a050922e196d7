package chat.tertulia.auth;

import chat.tertulia.auth.api.AdminOperations;
import chat.tertulia.auth.api.IdentityOperations;
import chat.tertulia.auth.api.PeopleOperations;
import chat.tertulia.auth.api.RefreshCookie;
import chat.tertulia.auth.domain.Administering;
import chat.tertulia.auth.domain.CommonPasswords;
import chat.tertulia.auth.domain.Directory;
import chat.tertulia.auth.domain.EntryLimits;
import chat.tertulia.auth.domain.Facts;
import chat.tertulia.auth.domain.FairShare;
import chat.tertulia.auth.domain.GuestLimit;
import chat.tertulia.auth.domain.Profiles;
import chat.tertulia.auth.domain.SessionStore;
import chat.tertulia.auth.domain.Sessions;
import chat.tertulia.auth.domain.Settling;
import chat.tertulia.auth.domain.SignInBackoff;
import chat.tertulia.auth.domain.SigningIn;
import chat.tertulia.auth.key.AccessTokens;
import chat.tertulia.auth.key.KeyForge;
import chat.tertulia.auth.key.SigningKeys;
import chat.tertulia.auth.password.HashPool;
import chat.tertulia.auth.store.PgAccountStore;
import chat.tertulia.auth.store.PgAdminStore;
import chat.tertulia.auth.store.PgKeyStore;
import chat.tertulia.auth.store.PgSessionStore;
import chat.tertulia.auth.store.PgSettingsStore;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.People;
import chat.tertulia.shared.contract.PeopleSwitchboard;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.runtime.ServiceOperations;
import chat.tertulia.shared.sql.Database;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, sessions and tokens: wires the parts and serves them. The schema must be there. */
public final class AuthVerticle extends VerticleBase {
  /** How often unused and long ended sessions are looked for. */
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(AuthVerticle.class);

  private final Node node;
  private final DatabaseSettings databaseSettings;
  private final AuthSettings settings;
  private final InstantSource keyClock;
  private Database database;
  private HashPool passwords;
  private HttpServer server;

  public AuthVerticle(Node node, DatabaseSettings database, AuthSettings settings) {
    this(node, database, settings, InstantSource.system());
  }

  /**
   * @param keyClock tells when signing keys turn over
   */
  AuthVerticle(
      Node node, DatabaseSettings database, AuthSettings settings, InstantSource keyClock) {
    this.node = node;
    this.databaseSettings = database;
    this.settings = settings;
    this.keyClock = keyClock;
  }

  @Override
  public Future<?> start() {
    database = Database.open(vertx, databaseSettings, "tertulia_auth");
    passwords = new HashPool(vertx, settings.hashThreads(), node.metrics());
    node.health().check("database", database::ping);
    var keys =
        new SigningKeys(
            vertx,
            new PgKeyStore(database),
            new KeyForge(settings.keySecret()),
            settings.keyLife(),
            settings.accessTokenLife(),
            keyClock);
    return vertx
        .executeBlocking(CommonPasswords::load)
        .compose(common -> database.awaitAnswer().map(common))
        .compose(common -> keys.open().map(common))
        .compose(common -> serve(keys, common));
  }

  private Future<Void> serve(SigningKeys keys, CommonPasswords common) {
    var bus = new VertxBus(vertx);
    var sessionStore =
        new PgSessionStore(database, settings.refreshTokenLife(), settings.accessTokenLife());
    var facts = new BusFacts(bus);
    var gate =
        TokenGate.inside(vertx, bus, keys::published, use -> sessionStore.noteUse(List.of(use)));
    var operations = new ServiceOperations(vertx, bus, gate, node.settings());
    operations(keys, common, sessionStore, facts).bind(operations);
    new AdminOperations(new Administering(new PgAdminStore(database), facts)).bind(operations);
    new PeopleOperations(new Settling(new PgSettingsStore(database), facts)).bind(operations);
    node.health().check("auth-keys", gate::ready);
    node.beforeStop(Node.Drain.REQUESTS, operations::drain);
    vertx.setPeriodic(SWEEP_EVERY.toMillis(), t -> sweep(sessionStore, facts));
    return operations
        .listen(node.settings().host(), settings.port(), "TERTULIA_AUTH_PORT", "Tertulia identity")
        .onSuccess(listening -> server = listening)
        .compose(ok -> gate.open());
  }

  private IdentityOperations operations(
      SigningKeys keys, CommonPasswords common, SessionStore sessionStore, Facts facts) {
    var accounts = new PgAccountStore(database);
    var tokens = new AccessTokens(keys, settings.accessTokenLife(), InstantSource.system());
    var backoff = new SignInBackoff(System::nanoTime);
    int share = HashPool.capacity(settings.hashThreads()) * 3 / 4;
    var limits = new EntryLimits(backoff, new FairShare(share), new GuestLimit(System::nanoTime));
    var doors = new SigningIn.Doors(settings.registration(), settings.guests());
    return new IdentityOperations(
        new SigningIn(accounts, sessionStore, passwords, tokens, facts, common, limits, doors),
        new Sessions(sessionStore, tokens, facts),
        new Profiles(accounts, passwords, common, backoff, facts),
        new Directory(accounts),
        sessionStore,
        keys,
        new RefreshCookie(settings.refreshTokenLife(), settings.secureCookie()));
  }

  private static void sweep(SessionStore sessions, Facts facts) {
    sessions
        .sweep()
        .onSuccess(ended -> ended.forEach(facts::sessionEnded))
        .onFailure(e -> LOG.warn("sessions not swept reason={}", e.getMessage()));
  }

  /** The port really bound, once deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
    return closed.eventually(
        () -> {
          passwords.close();
          return database.close();
        });
  }

  private record BusFacts(Bus bus) implements Facts {
    @Override
    public void sessionEnded(Accounts.SessionEnded ended) {
      bus.publish(Switchboard.SESSION_ENDED, ended);
    }

    @Override
    public void profileChanged(Accounts.ProfileChanged changed) {
      bus.publish(Switchboard.PROFILE_CHANGED, changed);
    }

    @Override
    public void settingsChanged(People.SettingsChanged changed) {
      bus.publish(PeopleSwitchboard.SETTINGS_CHANGED, changed);
    }
  }
}
