package chat.tertulia.testkit.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** When a person was in a room, as its log tells. */
final class Membership {
  /** Where each time ended; {@link Long#MAX_VALUE} for one that has not. */
  private final List<Long> ends = new ArrayList<>();

  /** Where each time began; 0 for who was there from the start. */
  private final List<Long> starts = new ArrayList<>();

  private boolean open;

  static Membership of(String user, List<JsonNode> log) {
    var membership = new Membership();
    for (JsonNode entry : log) {
      if (entry.path("kind").asText().equals("member")
          && entry.path("user").path("id").asText().equals(user)) {
        membership.change(entry.path("change").asText(), entry.path("seq").asLong());
      }
    }
    if (membership.ends.isEmpty()) {
      // The room was made with them in it.
      membership.join(0);
    }
    return membership;
  }

  private void change(String change, long seq) {
    switch (change) {
      case "joined" -> join(seq);
      case "left", "removed", "banned" -> leave(seq);
      default -> {}
    }
  }

  private void join(long seq) {
    if (!open) {
      open = true;
      starts.add(seq);
      ends.add(Long.MAX_VALUE);
    }
  }

  private void leave(long seq) {
    if (ends.isEmpty()) {
      starts.add(0L);
      ends.add(Long.MAX_VALUE);
    }
    open = false;
    ends.set(ends.size() - 1, seq);
  }

  boolean isOpen() {
    return open;
  }

  /** The number that ended the last time. */
  long end() {
    return ends.getLast();
  }

  /** How often they were in. */
  int times() {
    return ends.size();
  }

  /** Where the time ended that was open at a number; when none was, where the last before ended. */
  long endAfter(long seq) {
    long last = 0;
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i) > seq) {
        return starts.get(i) <= seq ? ends.get(i) : last;
      }
      last = ends.get(i);
    }
    return last;
  }

  /** Where the n-th time ended, from 0; the last for any beyond. */
  long end(int time) {
    return ends.get(Math.clamp(time, 0, ends.size() - 1));
  }
}
