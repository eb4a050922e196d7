package chat.tertulia.e2e.faults;

import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A member of the cluster that sends what no version of ours ever would: wrong types, nothing, and
 * bytes that only claim to be what the codecs of ours write.
 */
final class Poison {
  private static final int SHARDS = 1_024;
  private static final List<String> OUR_CODECS = List.of("tertulia-entries", "tertulia-parcel");

  private Poison() {}

  static void spread(Stage stage) {
    Node node =
        Launcher.await(Node.start(Settings.of(stage.cluster().guest()).read(NodeSettings.class)));
    try {
      Vertx vertx = node.vertx();
      OUR_CODECS.forEach(name -> vertx.eventBus().registerCodec(new Garbage(name)));
      for (String address : addresses()) {
        poison(vertx.eventBus(), address);
      }
      var sent = new java.util.concurrent.CompletableFuture<Void>();
      vertx.setTimer(1_000, t -> sent.complete(null));
      sent.join();
    } finally {
      Launcher.await(node.stop());
    }
  }

  private static void poison(EventBus bus, String address) {
    for (Object body : new Object[] {null, "poison", 7, new JsonObject(), Buffer.buffer("{")}) {
      bus.publish(address, body);
    }
    for (String codec : OUR_CODECS) {
      bus.publish(address, new Garbage.Body(), new DeliveryOptions().setCodecName(codec));
    }
  }

  private static List<String> addresses() {
    var all = new ArrayList<String>();
    for (int shard = 0; shard < SHARDS; shard++) {
      all.add("feed." + shard);
    }
    Stream.of(Switchboard.AUTH, Switchboard.ROOMS, Switchboard.HISTORY_SERVICE)
        .flatMap(List::stream)
        .map(Operation::address)
        .forEach(all::add);
    all.add(Switchboard.SESSION_ENDED.address());
    all.add(Switchboard.PROFILE_CHANGED.address());
    all.add(Switchboard.NOTICE.address());
    return all;
  }

  /** Says that it is a codec of ours and writes a length that is not there. */
  private record Garbage(String name) implements MessageCodec<Garbage.Body, Garbage.Body> {
    private record Body() {}

    @Override
    public void encodeToWire(Buffer out, Body body) {
      out.appendInt(Integer.MAX_VALUE).appendString("poison");
    }

    @Override
    public Body decodeFromWire(int position, Buffer in) {
      return new Body();
    }

    @Override
    public Body transform(Body body) {
      return body;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
