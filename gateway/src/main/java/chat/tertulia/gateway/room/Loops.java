package chat.tertulia.gateway.room;

import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.loop.Loop;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The event loops of one gateway and how they speak with each other: by tasks, in order, never by
 * shared state.
 *
 * <p>A room belongs to one loop, which holds its channel; a socket belongs to one loop, which holds
 * its connection. What a channel tells another loop arrives there in the order it was told.
 */
public final class Loops {
  private final AtomicReferenceArray<Share> loops;
  private final int shards;

  /**
   * What one loop owns of the rooms. Touched on that loop only.
   *
   * @param beginAnew ends what its sockets follow, because the database began another life
   */
  public record Share(
      int index, Loop loop, RoomChannels channels, Audiences audiences, Runnable beginAnew) {}

  public Loops(int count, int shards) {
    this.loops = new AtomicReferenceArray<>(count);
    this.shards = shards;
  }

  public int count() {
    return loops.length();
  }

  public int shards() {
    return shards;
  }

  /** The loop that owns a shard's rooms. */
  public int ownerOf(int shard) {
    return shard % loops.length();
  }

  public int shardOf(RoomId room) {
    return EntryBatch.shardOf(room, shards);
  }

  public void add(Share share) {
    loops.set(share.index(), share);
  }

  /** Runs a task on the loop that owns the room. */
  public void onOwner(RoomId room, Consumer<Share> task) {
    on(ownerOf(shardOf(room)), task);
  }

  /**
   * Runs a task on a loop; at once when that is the caller's own. Does nothing before its start.
   */
  public void on(int index, Consumer<Share> task) {
    Share share = loops.get(index);
    if (share == null) {
      return;
    }
    if (share.loop().isCurrent()) {
      task.accept(share);
    } else {
      share.loop().execute(() -> task.accept(share));
    }
  }

  /** Runs a task on every loop. */
  public void onEach(Consumer<Share> task) {
    for (int i = 0; i < loops.length(); i++) {
      on(i, task);
    }
  }
}
