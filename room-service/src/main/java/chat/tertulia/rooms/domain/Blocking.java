package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.People;
import chat.tertulia.shared.contract.People.Block;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * People who want no direct messages from somebody. The direct room of the two is out of sight for
 * the one who blocks and takes no messages from either; rooms of more people stay as they are.
 */
public final class Blocking {
  private static final int PAGE = 50;
  private static final String LIST = "blocks";

  private final BlockStore store;
  private final Peers peers;

  public Blocking(BlockStore store, Peers peers) {
    this.store = store;
    this.peers = peers;
  }

  public Future<Block> block(Caller caller, UserId other) {
    if (other.equals(caller.user())) {
      return Future.failedFuture(Problem.field("userId", "must be someone else"));
    }
    return peers
        .people(List.of(other))
        .map(found -> Optional.ofNullable(found.get(other)).orElseThrow(Problem::notFound))
        .compose(person -> store.block(caller.user(), person, key(caller, other)));
  }

  public Future<Void> unblock(Caller caller, UserId other) {
    return store.unblock(caller.user(), other, key(caller, other));
  }

  private static String key(Caller caller, UserId other) {
    return RoomCreation.directKey(List.of(caller.user(), other));
  }

  public Future<People.Blocks> list(Caller caller, People.BlocksPage request) {
    int page = request.limit() == null ? PAGE : request.limit();
    String cursor = request.cursor();
    List<String> after = cursor == null ? List.of("0", "") : Cursor.read(cursor, LIST, 2);
    return store
        .of(caller.user(), Cursor.number(after), after.getLast(), page + 1)
        .map(
            found ->
                new People.Blocks(
                    found.stream().limit(page).toList(),
                    found.size() > page ? after(found.get(page - 1)) : null));
  }

  private static String after(Block last) {
    return Cursor.of(LIST, Long.toString(last.at().toEpochMilli()), last.user().id().value());
  }
}
