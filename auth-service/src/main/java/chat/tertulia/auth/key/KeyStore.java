package chat.tertulia.auth.key;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Remembers signing keys, shared by all replicas. */
public interface KeyStore {
  /** All keys, oldest use first. */
  Future<List<StoredKey>> all();

  /**
   * Changes the set while no other replica does: the decision sees all keys, oldest use first, and
   * says what to add and remove.
   *
   * @return all keys afterwards
   */
  Future<List<StoredKey>> change(Function<List<StoredKey>, Change> decision);

  /**
   * @param add null for none
   */
  record Change(StoredKey add, List<String> remove) {}
}
