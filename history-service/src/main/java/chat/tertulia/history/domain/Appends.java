package chat.tertulia.history.domain;

import io.vertx.core.Future;
import java.util.List;

/** The way into the log. */
public interface Appends {
  /**
   * Appends drafts in one transaction and gives one outcome for each, in the same order. Drafts of
   * one room get their numbers in the order of the list.
   *
   * <p>Fails with {@link AppendFailed} and then has stored nothing, except for {@link
   * AppendFailed.Why#UNKNOWN}.
   */
  Future<List<Outcome>> append(List<Draft> drafts);
}
