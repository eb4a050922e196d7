package chat.tertulia.gateway;

import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.room.Audiences;
import chat.tertulia.gateway.room.Entrance;
import chat.tertulia.gateway.room.HeadCheck;
import chat.tertulia.gateway.room.Loops;
import chat.tertulia.gateway.room.RoomChannels;
import chat.tertulia.gateway.room.Sequencer;
import chat.tertulia.gateway.socket.CloseCode;
import chat.tertulia.gateway.socket.Connections;
import chat.tertulia.gateway.socket.Reception;
import chat.tertulia.gateway.socket.SocketCounts;
import chat.tertulia.gateway.socket.TokenCheck;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.loop.Loop;
import java.util.function.Supplier;

/**
 * The live path of one loop, wired: its sockets, its share of the rooms, and the way from the one
 * to the other. Stands on ports alone, so that a simulation wires nothing of its own.
 */
public final class LiveLoop {
  private final Connections connections = new Connections();
  private final RoomChannels channels;
  private final Reception reception;

  /**
   * What the loops of one gateway share.
   *
   * @param order makes what puts one room's entries in order
   * @param checkHeads asks for a comparison of heads soon, from any loop
   */
  public record Shared(
      GatewaySettings settings,
      Loops loops,
      SocketCounts counts,
      HeadCheck heads,
      Presence presence,
      LiveMetrics metrics,
      Supplier<Sequencer> order,
      Runnable checkHeads) {}

  /** Takes its share of the rooms and begins to watch over its sockets; on the loop itself. */
  public LiveLoop(int index, Loop loop, Bus bus, TokenCheck tokens, Shared shared) {
    Loops loops = shared.loops();
    var audiences = new Audiences();
    channels =
        new RoomChannels(loop, bus, loops, shared.metrics(), shared.order(), shared.checkHeads());
    loops.add(
        new Loops.Share(
            index, loop, channels, audiences, () -> connections.closeAll(CloseCode.DRAIN)));
    reception =
        new Reception(
            new Reception.Parts(
                loop,
                shared.settings(),
                bus,
                tokens,
                connections,
                shared.counts(),
                new Entrance(loops, index, audiences, bus),
                shared.heads(),
                shared.presence(),
                shared.metrics(),
                loops.shards(),
                (room, seq, since) ->
                    loops.onOwner(room, share -> share.channels().posted(room, seq, since))));
    loop.every(Connections.TICK.toMillis(), () -> connections.tick(loop.nanoTime(), loop.now()));
    loop.every(RoomChannels.HEARING_EVERY_MS, channels::checkHearing);
    loop.every(Bus.REASSURE_MS, bus::reassure);
    watch(index, shared.metrics());
  }

  private void watch(int index, LiveMetrics metrics) {
    metrics.watch("tertulia.sockets", "open sockets", index, connections, Connections::size);
    metrics.watch("tertulia.rooms.followed", "rooms followed", index, channels, RoomChannels::size);
    metrics.watch(
        "tertulia.shards", "bus addresses registered", index, channels, RoomChannels::shardCount);
  }

  public Connections connections() {
    return connections;
  }

  public RoomChannels channels() {
    return channels;
  }

  /** Where this loop's sockets come in. */
  public Reception reception() {
    return reception;
  }
}
