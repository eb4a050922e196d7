package chat.tertulia.history;

import chat.tertulia.history.domain.Announcer;
import chat.tertulia.history.domain.Notices;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Announces over the bus. */
public final class BusAnnouncer implements Announcer, Notices {
  private final Bus bus;
  private final int shards;

  public BusAnnouncer(Bus bus, int shards) {
    this.bus = bus;
    this.shards = shards;
  }

  @Override
  public void appended(List<LogEntry> entries) {
    bus.publish(new EntryBatch(entries), shards);
  }

  @Override
  public void moved(UserId user, RoomId room, ReadMark mark) {
    var frame =
        Json.object()
            .put("type", "counts")
            .put("roomId", room.value())
            .put("readSeq", mark.readSeq())
            .put("unread", mark.unread())
            .put("mentions", mark.mentions());
    tell(user, frame);
    bus.publish(new EntryBatch(List.of(seen(user, room, mark.readSeq()))), shards);
  }

  @Override
  public void tell(UserId user, ObjectNode frame) {
    bus.publish(Switchboard.NOTICE, new Rooms.Notice(user, frame));
  }

  /** What the others in the room see; it passes by and has no number. */
  private static LogEntry seen(UserId user, RoomId room, long seq) {
    var frame = Json.object().put("type", "read").put("seq", seq);
    frame.putObject("user").put("id", user.value());
    return new LogEntry(room, 0, "read", user, null, frame.toString());
  }
}
