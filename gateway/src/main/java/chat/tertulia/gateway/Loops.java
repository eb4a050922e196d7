package chat.tertulia.gateway;

import chat.tertulia.gateway.room.Audiences;
import chat.tertulia.gateway.room.RoomChannels;
import chat.tertulia.gateway.socket.Connections;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.RoomId;
import io.vertx.core.Context;
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
  private final AtomicReferenceArray<Loop> loops;
  private final int shards;

  /** What one loop owns. Touched on that loop only. */
  public record Loop(
      int index,
      Context context,
      RoomChannels channels,
      Audiences audiences,
      Connections sockets) {}

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

  public void add(Loop loop) {
    loops.set(loop.index(), loop);
  }

  /** Runs a task on the loop that owns the room. */
  public void onOwner(RoomId room, Consumer<Loop> task) {
    on(ownerOf(shardOf(room)), task);
  }

  /**
   * Runs a task on a loop; at once when that is the caller's own. Does nothing before its start.
   */
  public void on(int index, Consumer<Loop> task) {
    Loop loop = loops.get(index);
    if (loop == null) {
      return;
    }
    if (io.vertx.core.Vertx.currentContext() != null && isCurrent(loop)) {
      task.accept(loop);
    } else {
      loop.context().runOnContext(v -> task.accept(loop));
    }
  }

  private static boolean isCurrent(Loop loop) {
    return ((io.vertx.core.internal.ContextInternal) loop.context()).nettyEventLoop().inEventLoop();
  }

  /** Runs a task on every loop. */
  public void onEach(Consumer<Loop> task) {
    for (int i = 0; i < loops.length(); i++) {
      on(i, task);
    }
  }
}
