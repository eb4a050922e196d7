package chat.tertulia.gateway.socket;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flushes every socket that was written to in one turn of its loop once, at the turn's end. */
final class Flusher {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

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
    flush(transport);
  }

  /** A socket that fails must not keep back what the others are to get. */
  private void flush(WireTransport each) {
    try {
      each.flush();
      backlog.count(each);
    } catch (RuntimeException e) {
      LOG.error("socket not flushed", e);
    }
  }

  private void flush() {
    List<WireTransport> now = dirty;
    dirty = flushing;
    flushing = now;
    for (WireTransport each : now) {
      flush(each);
    }
    now.clear();
  }
}
