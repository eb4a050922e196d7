package chat.tertulia.gateway.room;

import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.presence.Face;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.loop.Loop;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The channels of one loop's rooms and the shards they need. A room and a shard stay for a while
 * after the last who listens has gone, so that reloads cost nothing.
 */
public final class RoomChannels {
  /** How long a channel outlives its last subscriber. */
  static final long LINGER_MS = 30_000;

  /** When the heads are compared after a shard was registered: other nodes may not know it yet. */
  static final long CHECK_AFTER_JOIN_MS = 250;

  private final Loop loop;
  private final Bus bus;
  private final Loops loops;
  private final LiveMetrics metrics;
  private final Runnable checkHeads;
  private final Supplier<Sequencer> order;
  private final Map<RoomId, RoomChannel> channels = new HashMap<>();
  private final Map<Integer, Shard> shards = new HashMap<>();

  /**
   * @param loop the one that owns all this
   * @param order makes what puts one room's entries in order
   * @param checkHeads asks for a comparison of heads soon
   */
  public RoomChannels(
      Loop loop,
      Bus bus,
      Loops loops,
      LiveMetrics metrics,
      Supplier<Sequencer> order,
      Runnable checkHeads) {
    this.loop = loop;
    this.bus = bus;
    this.loops = loops;
    this.metrics = metrics;
    this.order = order;
    this.checkHeads = checkHeads;
  }

  private static final class Shard {
    private final Bus.Subscription feed;
    private int rooms;

    Shard(Bus.Subscription feed) {
      this.feed = feed;
    }
  }

  /** How many rooms are followed. */
  public int size() {
    return channels.size();
  }

  /** How many shards are registered on the bus. */
  public int shardCount() {
    return shards.size();
  }

  /** Begins to follow a room; each call is undone by one {@link #release}. */
  RoomChannel acquire(RoomId room) {
    RoomChannel channel = channels.computeIfAbsent(room, this::open);
    channel.gainInterest();
    return channel;
  }

  private RoomChannel open(RoomId room) {
    shards.computeIfAbsent(loops.shardOf(room), this::join).rooms++;
    return new RoomChannel(loop, room, loops, metrics, order, this::readLog);
  }

  private Shard join(int shard) {
    var feed = bus.hearShard(shard, this::arrive);
    feed.ready().onSuccess(ok -> loop.after(CHECK_AFTER_JOIN_MS, checkHeads));
    return new Shard(feed);
  }

  private Future<Log.Found> readLog(RoomId room, long after) {
    return bus.call(Switchboard.READ_LOG, new Log.Read(room, null, after, Log.MAX_ENTRIES));
  }

  private void arrive(EntryBatch batch) {
    metrics.heard(batch.entries().size());
    for (LogEntry entry : batch.entries()) {
      RoomChannel channel = channels.get(entry.room());
      if (channel != null) {
        channel.arrive(entry);
      }
    }
    for (LogEntry entry : batch.entries()) {
      RoomChannel channel = channels.get(entry.room());
      if (channel != null) {
        channel.endTurn();
      }
    }
  }

  /** A post taken here at this time got this number. */
  public void posted(RoomId room, long seq, long sinceNanos) {
    RoomChannel channel = channels.get(room);
    if (channel != null) {
      channel.posted(seq, sinceNanos);
    }
  }

  /** Some people changed, each in these rooms; only rooms followed here matter. */
  public void present(Map<Face, List<RoomId>> people) {
    var here = new HashMap<RoomChannel, List<Face>>();
    people.forEach(
        (face, rooms) ->
            rooms.forEach(
                room -> {
                  RoomChannel channel = channels.get(room);
                  if (channel != null) {
                    here.computeIfAbsent(channel, c -> new ArrayList<>()).add(face);
                  }
                }));
    here.forEach(RoomChannel::present);
  }

  /** The channel of a room that someone here follows, or null. */
  RoomChannel find(RoomId room) {
    return channels.get(room);
  }

  /** A loop has one listener less. */
  void detach(RoomId room, int index) {
    RoomChannel channel = channels.get(room);
    if (channel != null) {
      channel.detach(index);
    }
  }

  /** Ends one interest in a room. */
  void release(RoomId room) {
    RoomChannel channel = channels.get(room);
    if (channel == null) {
      return;
    }
    channel.loseInterest();
    if (channel.isIdle()) {
      loop.after(LINGER_MS, () -> closeIfIdle(channel));
    }
  }

  private void closeIfIdle(RoomChannel channel) {
    if (channel.isIdle() && channels.remove(channel.room(), channel)) {
      channel.close();
      int number = loops.shardOf(channel.room());
      Shard shard = shards.get(number);
      shard.rooms--;
      if (shard.rooms == 0) {
        shards.remove(number);
        shard.feed.close();
      }
    }
  }

  /** Forgets every number: the database began another life. */
  public void forget() {
    channels.values().forEach(RoomChannel::forget);
  }

  /** What happened so far may have been missed: every room asks the log once. */
  public void doubt() {
    channels.values().forEach(RoomChannel::doubt);
  }

  /** Heads as the database holds them; only rooms followed here matter. */
  public void reach(Map<RoomId, Long> heads) {
    heads.forEach(
        (room, head) -> {
          RoomChannel channel = channels.get(room);
          if (channel != null) {
            channel.reach(head);
          }
        });
  }
}
