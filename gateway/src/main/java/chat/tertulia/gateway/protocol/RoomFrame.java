package chat.tertulia.gateway.protocol;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a room's listeners get at once, encoded once for each framing however many they are, on
 * however many loops.
 *
 * <p>It begins with one holder. Whoever hands it to more calls {@link #hold}; every holder calls
 * {@link #release} when done, and after the last the bytes go back to the pool. A framing is made
 * by the first who needs it.
 */
public final class RoomFrame {
  private final RoomId room;
  private final List<String> bodies;
  private final UserId exceptUser;
  private boolean wide;
  private final AtomicReferenceArray<ByteBuf> encoded =
      new AtomicReferenceArray<>(Framing.values().length);
  private final AtomicInteger holders = new AtomicInteger(1);

  private RoomFrame(RoomId room, List<String> bodies, UserId exceptUser) {
    this.room = room;
    this.bodies = bodies;
    this.exceptUser = exceptUser;
  }

  /** Entries of the log, ascending. */
  public static RoomFrame entries(RoomId room, List<LogEntry> entries) {
    return new RoomFrame(room, entries.stream().map(LogEntry::json).toList(), null);
  }

  /**
   * Something that is not in the log.
   *
   * @param exceptUser who must not get it, or null
   */
  public static RoomFrame passing(RoomId room, String body, UserId exceptUser) {
    return new RoomFrame(room, List.of(body), exceptUser);
  }

  /** Marks it as for a large audience, before it is handed on. */
  public RoomFrame wide(boolean large) {
    wide = large;
    return this;
  }

  /** Whether so many get it that each socket is flushed as it is written to. */
  public boolean isWide() {
    return wide;
  }

  public RoomId room() {
    return room;
  }

  public UserId exceptUser() {
    return exceptUser;
  }

  /** Bridge frames as text, one a body, for transports that frame by themselves. */
  public List<String> bridge() {
    String address = Frames.ROOM_PREFIX + room.value();
    return bodies.stream().map(body -> Frames.rec(address, body)).toList();
  }

  /** The bytes for a framing. They belong to this frame: duplicate them to write. */
  public ByteBuf bytes(Framing framing) {
    ByteBuf made = encoded.get(index(framing));
    if (made != null) {
      return made;
    }
    made = encode(framing);
    if (!encoded.compareAndSet(index(framing), null, made)) {
      made.release();
    }
    return encoded.get(index(framing));
  }

  private static int index(Framing framing) {
    return switch (framing) {
      case BRIDGE -> 0;
      case SOCK_JS -> 1;
      case LINE -> 2;
    };
  }

  private ByteBuf encode(Framing framing) {
    return switch (framing) {
      case BRIDGE -> WebSocketBytes.texts(bridge());
      case SOCK_JS -> WebSocketBytes.text(SockJsFrames.array(bridge()));
      case LINE -> WebSocketBytes.texts(bodies);
    };
  }

  /** More will hold it. */
  public void hold(int more) {
    holders.addAndGet(more);
  }

  /** One holder is done. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      for (int i = 0; i < encoded.length(); i++) {
        ByteBuf made = encoded.getAndSet(i, null);
        if (made != null) {
          made.release();
        }
      }
    }
  }
}
