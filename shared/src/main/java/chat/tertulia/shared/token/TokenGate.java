package chat.tertulia.shared.token;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who a token belongs to: current public keys, ended sessions, and a short memory of tokens
 * already verified.
 *
 * <p>Keys come from auth-service and are asked for again when a token names one that is not known,
 * at most once in {@link #KEY_PAUSE}. Ended sessions come from the bus and, because the bus may
 * lose them, from a question to auth-service every {@link #ENDED_EVERY}. Without any key every
 * token is refused. Belongs to one verticle instance.
 */
public final class TokenGate {
  /** Shortest time between two requests for keys. */
  public static final Duration KEY_PAUSE = Duration.ofSeconds(2);

  /** How often it is looked whether the first keys must be asked for again. */
  static final Duration LOOK_FOR_KEYS = Duration.ofMillis(500);

  /** How often ended sessions are asked for. */
  public static final Duration ENDED_EVERY = Duration.ofSeconds(5);

  /** Verified tokens remembered, at most; the oldest are verified anew. */
  public static final int MAX_REMEMBERED = 8_192;

  /** Ended sessions remembered, at most, the latest; an access token lives 15 minutes. */
  public static final int MAX_ENDED = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);

  private final Vertx vertx;
  private final Bus bus;
  private final Supplier<Future<Accounts.KeySet>> source;
  private final Function<Accounts.TokenUse, Future<Void>> uses;
  private final Map<String, Caller> remembered = bounded(MAX_REMEMBERED);
  private final Map<SessionId, Boolean> ended = bounded(MAX_ENDED);
  private final List<Consumer<Accounts.SessionEnded>> listeners = new ArrayList<>();
  private TokenVerifier verifier;
  private volatile boolean able;
  private Instant keysAskedAt = Instant.MIN;
  private Future<Void> askingKeys = Future.succeededFuture();
  private String endedCursor;

  private TokenGate(
      Vertx vertx,
      Bus bus,
      Supplier<Future<Accounts.KeySet>> source,
      Function<Accounts.TokenUse, Future<Void>> uses) {
    this.vertx = vertx;
    this.bus = bus;
    this.source = source;
    this.uses = uses;
    this.verifier = new TokenVerifier(vertx, List.of());
  }

  /** A gate that asks auth-service over the bus. */
  public static TokenGate overBus(Vertx vertx, Bus bus) {
    var reports = new TokenUses(vertx, bus);
    return new TokenGate(
        vertx,
        bus,
        () -> bus.call(Switchboard.KEYS, Nothing.NOTHING),
        use -> {
          reports.add(use);
          return Future.succeededFuture();
        });
  }

  /** A gate with keys of its own that reports no uses. */
  public static TokenGate inside(Vertx vertx, Bus bus, Supplier<Future<Accounts.KeySet>> source) {
    return inside(vertx, bus, source, use -> Future.succeededFuture());
  }

  /**
   * A gate inside auth-service itself.
   *
   * @param uses notes the first use of a token here; the token is good whatever comes of it
   */
  public static TokenGate inside(
      Vertx vertx,
      Bus bus,
      Supplier<Future<Accounts.KeySet>> source,
      Function<Accounts.TokenUse, Future<Void>> uses) {
    return new TokenGate(vertx, bus, source, uses);
  }

  /**
   * Proves itself, then starts to listen. Keys may still be missing: they are asked for on need.
   */
  public Future<Void> open() {
    return TokenSelfTest.run(vertx)
        .compose(ok -> bus.subscribe(Switchboard.SESSION_ENDED, this::end))
        .onSuccess(
            ok -> {
              vertx.setPeriodic(ENDED_EVERY.toMillis(), t -> askEnded());
              vertx.setPeriodic(LOOK_FOR_KEYS.toMillis(), t -> askFirstKeys());
              askEnded();
              askKeys();
            });
  }

  /** Fails until there are keys to verify tokens with. Any thread. */
  public Future<Void> ready() {
    return able
        ? Future.succeededFuture()
        : Future.failedFuture("no keys to verify tokens with yet");
  }

  /** Before the first answer nobody asks on our behalf: without keys no request comes in. */
  private void askFirstKeys() {
    if (!able) {
      askKeys();
    }
  }

  /** Calls back for every session that ends, at most twice for the same. */
  public void onSessionEnded(Consumer<Accounts.SessionEnded> listener) {
    listeners.add(listener);
  }

  /** Who this access token belongs to; fails with a 401 {@link Problem}, or 503 without its key. */
  public Future<Caller> verify(String token) {
    if (token == null || token.isEmpty()) {
      return Future.failedFuture(
          Problem.of(ErrorCode.UNAUTHENTICATED, "an access token is needed"));
    }
    Caller known = remembered.get(token);
    if (known != null && known.expires().isAfter(Instant.now())) {
      return refuseEnded(known);
    }
    Future<Void> keys = verifier.knowsKeyOf(token) ? Future.succeededFuture() : askKeys();
    return keys.transform((ok, failed) -> failed == null ? verifier.verify(token) : unsure(token))
        .onSuccess(caller -> remembered.put(token, caller))
        .compose(caller -> noteUse(token, caller))
        .compose(this::refuseEnded);
  }

  /** Without the keys nobody can tell a good token from a forged one: not a reason to sign out. */
  private Future<Caller> unsure(String token) {
    return TokenVerifier.isPlausible(token)
        ? Future.failedFuture(
            Problem.of(ErrorCode.UNAVAILABLE, "the keys that verify tokens are not available"))
        : verifier.verify(token);
  }

  private Future<Caller> noteUse(String token, Caller caller) {
    int generation = TokenVerifier.generation(token);
    return generation == 0
        ? Future.succeededFuture(caller)
        : uses.apply(new Accounts.TokenUse(caller.session(), generation))
            .transform((ok, failed) -> Future.succeededFuture(caller));
  }

  private Future<Caller> refuseEnded(Caller caller) {
    return ended.containsKey(caller.session())
        ? Future.failedFuture(Problem.of(ErrorCode.SESSION_ENDED, "this session has ended"))
        : Future.succeededFuture(caller);
  }

  private Future<Void> askKeys() {
    if (!askingKeys.isComplete() || Instant.now().isBefore(keysAskedAt.plus(KEY_PAUSE))) {
      return askingKeys;
    }
    keysAskedAt = Instant.now();
    askingKeys =
        source
            .get()
            .map(set -> set.keys().stream().map(k -> new JsonObject(k.toString())).toList())
            .onSuccess(this::learn)
            .onFailure(e -> LOG.warn("token keys not available reason={}", e.getMessage()))
            .mapEmpty();
    return askingKeys;
  }

  private void learn(List<JsonObject> keys) {
    verifier = new TokenVerifier(vertx, keys);
    able = !keys.isEmpty();
  }

  private void askEnded() {
    bus.call(Switchboard.ENDED_SESSIONS, new Accounts.EndedSince(endedCursor))
        .onSuccess(
            answer -> {
              endedCursor = answer.cursor();
              answer.sessions().forEach(this::end);
            });
  }

  private void end(Accounts.SessionEnded session) {
    if (ended.put(session.session(), true) == null) {
      listeners.forEach(l -> l.accept(session));
    }
  }

  int remembered() {
    return remembered.size();
  }

  int ended() {
    return ended.size();
  }

  private static <K, V> Map<K, V> bounded(int max) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }
}
