package chat.tertulia.gateway.socket;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Flushes every socket that was written to in one turn of its loop once, at the turn's end. */
final class Flusher {
  private final EventLoop loop;
  private final Backlog backlog;
  private List<WireTransport> dirty = new ArrayList<>();
  private List<WireTransport> flushing = new ArrayList<>();

  Flusher(EventLoop loop, Backlog backlog) {
    this.loop = loop;
    this.backlog = backlog;
  }

  void later(WireTransport transport) {
    if (dirty.isEmpty()) {
      loop.execute(this::flush);
    }
    dirty.add(transport);
  }

  /**
   * For one of so many that coming back to each would find nothing of it in the processor's cache.
   */
  void now(WireTransport transport) {
    transport.flush();
    backlog.count(transport);
  }

  private void flush() {
    List<WireTransport> now = dirty;
    dirty = flushing;
    flushing = now;
    try {
      for (WireTransport each : now) {
        each.flush();
        backlog.count(each);
      }
    } finally {
      // Else one socket that fails would leave the list full, and no turn would flush again.
      now.clear();
    }
  }
}
