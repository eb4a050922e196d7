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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of one loop's rooms and the shards they need. A room and a shard stay for a while
 * after the last who listens has gone, so that reloads cost nothing.
 */
public final class RoomChannels {
  /** How long a channel outlives its last subscriber. */
  static final long LINGER_MS = 30_000;

  /** When the heads are compared after a shard was registered: other nodes may not know it yet. */
  static final long CHECK_AFTER_JOIN_MS = 250;

  /** How often {@link #checkHearing} is to be called, in milliseconds. */
  public static final long HEARING_EVERY_MS = 10_000;

  /** Entries of a shard that must be fetched before silence means that it is deaf. */
  static final int MISSED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(RoomChannels.class);

  private final Loop loop;
  private final Bus bus;
  private final Loops loops;
  private final LiveMetrics metrics;
  private final Runnable checkHeads;
  private final Supplier<Sequencer> order;
  private final Map<RoomId, RoomChannel> channels = new HashMap<>();
  private final Map<Integer, Shard> shards = new HashMap<>();
  private volatile int deafFor;

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

  /** A bus address, and in the present span what came by it and what had to be fetched. */
  private static final class Shard {
    private Bus.Subscription feed;
    private int rooms;
    private int heard;
    private int missed;
    private int deafFor;
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

  private Shard join(int number) {
    var shard = new Shard();
    hear(number, shard);
    return shard;
  }

  private Future<Void> hear(int number, Shard shard) {
    shard.feed = bus.hearShard(number, batch -> arrive(shard, batch));
    return shard.feed.ready().onSuccess(ok -> loop.after(CHECK_AFTER_JOIN_MS, checkHeads));
  }

  private Future<Log.Found> readLog(RoomId room, long after) {
    return bus.call(Switchboard.READ_LOG, new Log.Read(room, null, after, Log.MAX_ENTRIES))
        .onSuccess(found -> fetched(room, found.entries().size()));
  }

  private void fetched(RoomId room, int entries) {
    Shard shard = shards.get(loops.shardOf(room));
    if (shard != null) {
      shard.missed += entries;
    }
  }

  /**
   * Looks whether the bus brings what the log has: a shard of which entries had to be fetched while
   * nothing came is registered again. To be called every {@link #HEARING_EVERY_MS}.
   */
  public void checkHearing() {
    int longest = 0;
    for (var each : shards.entrySet()) {
      Shard shard = each.getValue();
      if (shard.heard > 0) {
        shard.deafFor = 0;
      } else if (shard.missed >= MISSED) {
        shard.deafFor++;
        hearAgain(each.getKey(), shard);
      }
      shard.heard = 0;
      shard.missed = 0;
      longest = Math.max(longest, shard.deafFor);
    }
    deafFor = longest;
  }

  private void hearAgain(int number, Shard shard) {
    LOG.warn("the bus brings nothing, registering again shard={} times={}", number, shard.deafFor);
    Bus.Subscription old = shard.feed;
    // Twice for a moment rather than not at all: what comes twice is told once.
    hear(number, shard).onComplete(done -> old.close());
  }

  /**
   * Spans in a row for which a shard brought nothing although it was registered anew. Any thread.
   */
  public int deafFor() {
    return deafFor;
  }

  private void arrive(Shard shard, EntryBatch batch) {
    shard.heard += batch.entries().size();
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
