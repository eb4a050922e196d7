package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries that were committed together, on their way to the gateways.
 *
 * <p>Within one JVM the same object is handed over; between nodes it is a few length-prefixed
 * fields, so that the JSON made at the commit is never parsed or escaped again.
 */
public record EntryBatch(List<LogEntry> entries) {

  /** The shard of a room; every process of a cluster must use the same number of shards. */
  public static int shardOf(RoomId room, int shards) {
    int hash = room.value().hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), shards);
  }

  Map<Integer, EntryBatch> byShard(int shards) {
    if (entries.size() == 1) {
      return Map.of(shardOf(entries.getFirst().room(), shards), this);
    }
    var lists = new TreeMap<Integer, List<LogEntry>>();
    for (LogEntry entry : entries) {
      lists.computeIfAbsent(shardOf(entry.room(), shards), s -> new ArrayList<>()).add(entry);
    }
    var batches = new TreeMap<Integer, EntryBatch>();
    lists.forEach((shard, list) -> batches.put(shard, new EntryBatch(list)));
    return batches;
  }

  /** Wire form: count, then for each room, seq, kind, subject, change, json. */
  static final class Codec implements MessageCodec<EntryBatch, EntryBatch> {
    static final String NAME = "tertulia-entries";

    @Override
    public void encodeToWire(Buffer out, EntryBatch batch) {
      out.appendInt(batch.entries().size());
      for (LogEntry entry : batch.entries()) {
        string(out, entry.room().value());
        out.appendLong(entry.seq());
        string(out, entry.kind());
        string(out, entry.subject() == null ? "" : entry.subject().value());
        string(out, entry.change() == null ? "" : entry.change());
        string(out, entry.json());
      }
    }

    private static void string(Buffer out, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    public EntryBatch decodeFromWire(int position, Buffer in) {
      var reader = new Reader(in, position);
      int count = reader.number();
      var entries = new ArrayList<LogEntry>();
      for (int i = 0; i < count; i++) {
        var room = new RoomId(reader.string());
        long seq = reader.longNumber();
        String kind = reader.string();
        String subject = reader.string();
        String change = reader.string();
        entries.add(
            new LogEntry(
                room,
                seq,
                kind,
                subject.isEmpty() ? null : new UserId(subject),
                change.isEmpty() ? null : change,
                reader.string()));
      }
      return new EntryBatch(entries);
    }

    @Override
    public EntryBatch transform(EntryBatch batch) {
      return batch;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }

    private static final class Reader {
      private final Buffer in;
      private int at;

      Reader(Buffer in, int at) {
        this.in = in;
        this.at = at;
      }

      int number() {
        int value = in.getInt(at);
        at += Integer.BYTES;
        return value;
      }

      long longNumber() {
        long value = in.getLong(at);
        at += Long.BYTES;
        return value;
      }

      String string() {
        int length = number();
        String text = in.getString(at, at + length, "UTF-8");
        at += length;
        return text;
      }
    }
  }
}
