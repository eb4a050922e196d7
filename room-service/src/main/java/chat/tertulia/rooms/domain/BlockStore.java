package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.People.Block;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;

/**
 * Who takes no direct messages from whom. The log of the two's direct room knows from the same
 * transaction on.
 */
public interface BlockStore {
  /** People one may block at most. */
  int MAX_BLOCKS = 1_000;

  /**
   * Blocks a person; harmless when repeated.
   *
   * @param directKey of the direct room of the two
   */
  Future<Block> block(UserId user, Person blocked, String directKey);

  /** Takes a block back; harmless when there is none. */
  Future<Void> unblock(UserId user, UserId blocked, String directKey);

  /** Oldest first, after a time and id. */
  Future<List<Block>> of(UserId user, long afterMs, String afterUser, int limit);
}
