package chat.tertulia.history.search.domain;

import io.vertx.core.Future;

/** What can be found, as it follows the log. */
public interface SearchIndex {
  /**
   * Takes in some of what was appended or changed since, in one transaction. Only one process at a
   * time does so; for another it is as if there were nothing to do.
   *
   * @param epoch the present life of the data
   * @return whether there is more to do at once
   */
  Future<Boolean> follow(String epoch);
}
