package chat.tertulia.auth.key;

import chat.tertulia.auth.key.KeyStore.Change;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys of all replicas as this one knows them, turned over in time.
 *
 * <p>Belongs to one verticle instance.
 */
public final class SigningKeys {
  /** How often the keys are read again and turned over, at most. */
  public static final Duration TURN_EVERY = Duration.ofSeconds(30);

  /** Oldest list of public keys given out, unless the database does not answer. */
  public static final Duration FRESH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final Vertx vertx;
  private final KeyStore store;
  private final KeySchedule schedule;
  private final KeyForge forge;
  private final InstantSource clock;
  private final Map<String, Signer> signers = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private List<StoredKey> keys = List.of();
  private Instant readAt = Instant.MIN;

  /**
   * @param life how long a key signs
   * @param tokenLife how long what it signs is good
   */
  public SigningKeys(
      Vertx vertx,
      KeyStore store,
      KeyForge forge,
      Duration life,
      Duration tokenLife,
      InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.forge = forge;
    this.schedule = KeySchedule.of(life, tokenLife);
    this.clock = clock;
  }

  /** Makes sure that there is a key to sign with, then keeps the keys turning. */
  public Future<Void> open() {
    if (!forge.isSealing()) {
      LOG.warn("signing keys are stored unencrypted, no TERTULIA_KEY_SECRET is set");
    }
    long every = Math.min(TURN_EVERY.toMillis(), Math.max(50, schedule.lead().toMillis() / 4));
    return turn()
        .onSuccess(
            ok ->
                vertx.setPeriodic(
                    every,
                    t ->
                        turn()
                            .onFailure(
                                e -> LOG.warn("keys not turned reason={}", e.getMessage()))));
  }

  /** Reads the keys, makes the next one when it is due, forgets the spent ones. */
  public Future<Void> turn() {
    return store.all().compose(this::readAll).compose(known -> renew(known, clock.instant()));
  }

  private Future<Void> renew(List<StoredKey> known, Instant now) {
    boolean due = schedule.due(known, now, this::isReadable).isPresent();
    if (!due && schedule.spent(known, now).isEmpty()) {
      return Future.succeededFuture();
    }
    Future<StoredKey> fresh =
        due ? vertx.executeBlocking(forge::make, false) : Future.succeededFuture();
    return fresh
        .compose(key -> store.change(all -> decide(all, now, key)))
        .compose(this::readAll)
        .onSuccess(all -> LOG.info("signing keys turned keys={}", all))
        .mapEmpty();
  }

  private Change decide(List<StoredKey> all, Instant now, StoredKey fresh) {
    // Another replica may have been quicker; a key we have not read yet counts as readable.
    StoredKey add =
        fresh == null
            ? null
            : schedule
                .due(all, now, k -> !unreadable.contains(k.id()))
                .map(fresh::from)
                .orElse(null);
    return new Change(add, schedule.spent(all, now));
  }

  private Future<List<StoredKey>> readAll(List<StoredKey> all) {
    List<StoredKey> unknown =
        all.stream()
            .filter(k -> !signers.containsKey(k.id()) && !unreadable.contains(k.id()))
            .toList();
    Future<Void> reading = Future.succeededFuture();
    for (StoredKey key : unknown) {
      reading = reading.compose(ok -> read(key));
    }
    return reading.map(
        ok -> {
          keys = all;
          signers.keySet().retainAll(all.stream().map(StoredKey::id).toList());
          readAt = clock.instant();
          return all;
        });
  }

  private Future<Void> read(StoredKey key) {
    return vertx
        .executeBlocking(() -> forge.open(key), false)
        .map(pem -> signers.put(key.id(), new Signer(vertx, key.id(), pem)))
        .recover(
            e -> {
              LOG.warn("signing key cannot be read, was the secret changed? key={}", key.id());
              unreadable.add(key.id());
              return Future.succeededFuture();
            })
        .mapEmpty();
  }

  private boolean isReadable(StoredKey key) {
    return signers.containsKey(key.id());
  }

  /** What signs now. */
  Signer signer() {
    return KeySchedule.signer(keys, clock.instant(), this::isReadable)
        .map(k -> signers.get(k.id()))
        .orElseThrow(() -> Problem.of(ErrorCode.UNAVAILABLE, "there is no signing key yet"));
  }

  /** All public keys a good token may be signed with, now or soon. */
  public Future<Accounts.KeySet> published() {
    boolean fresh = readAt.plus(FRESH).isAfter(clock.instant());
    Future<List<StoredKey>> read =
        fresh ? Future.succeededFuture(keys) : store.all().compose(this::readAll);
    return read.recover(e -> keys.isEmpty() ? Future.failedFuture(e) : Future.succeededFuture(keys))
        .map(all -> new Accounts.KeySet(all.stream().map(SigningKeys::publicPart).toList()));
  }

  private static JsonNode publicPart(StoredKey key) {
    return Json.readObject(key.publicJwk());
  }
}
