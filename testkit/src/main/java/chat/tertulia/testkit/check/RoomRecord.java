package chat.tertulia.testkit.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of one room from its clients. Guarded by the checker. */
final class RoomRecord {
  private final String id;
  private final Map<Key, Sent> sent = new LinkedHashMap<>();
  private final Map<Long, JsonNode> shown = new HashMap<>();
  private final Map<String, List<Long>> readmissions = new HashMap<>();
  private final Map<String, Long> readmitted = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  RoomRecord(String id) {
    this.id = id;
  }

  /** A client id means one message of one person. */
  record Key(String user, String clientId) {}

  /** A message and what its sender was told. */
  static final class Sent {
    private final Follower sender;
    private final int rank;
    private final long tick;
    private final String content;
    private Long seq;
    private boolean refused;
    private boolean givenUp;

    Sent(Follower sender, int rank, long tick, String content) {
      this.sender = sender;
      this.rank = rank;
      this.tick = tick;
      this.content = content;
    }

    Follower sender() {
      return sender;
    }

    /** Its place among all that were sent to this room. */
    int rank() {
      return rank;
    }

    String content() {
      return content;
    }

    /** The number it was acknowledged with, or null. */
    Long seq() {
      return seq;
    }

    boolean isRefused() {
      return refused;
    }

    /** Whether an earlier try may still be carried out behind messages sent later. */
    boolean isGivenUp() {
      return givenUp;
    }
  }

  String id() {
    return id;
  }

  void send(Follower sender, String clientId, String content, long tick) {
    var message = new Sent(sender, sent.size(), tick, content);
    if (sent.put(new Key(sender.user(), clientId), message) != null) {
      throw new IllegalStateException("the test itself used client id " + clientId + " twice");
    }
  }

  /** True the first time. */
  boolean acknowledge(Follower sender, String clientId, long seq) {
    Sent message = find(sender, clientId);
    if (message.refused) {
      wrong(Invariant.AT_MOST_ONCE, clientId + " was refused for good, then acknowledged");
    }
    Long before = message.seq;
    message.seq = seq;
    if (before != null && before != seq) {
      wrong(
          Invariant.ACKNOWLEDGED_IS_KEPT,
          clientId + " was acknowledged as " + before + " and as " + seq);
    }
    return before == null;
  }

  void refuse(Follower sender, String clientId) {
    Sent message = find(sender, clientId);
    if (message.seq != null) {
      wrong(Invariant.ACKNOWLEDGED_IS_KEPT, clientId + " was acknowledged, then refused");
    }
    message.refused = true;
  }

  void giveUp(Follower sender, String clientId) {
    find(sender, clientId).givenUp = true;
  }

  private Sent find(Follower sender, String clientId) {
    Sent message = sent.get(new Key(sender.user(), clientId));
    if (message == null) {
      throw new IllegalStateException(sender + " never sent " + clientId);
    }
    return message;
  }

  /** All that was sent, in the order it was. */
  Map<Key, Sent> sent() {
    return sent;
  }

  /** An entry as somebody saw it: everybody must see the same. */
  void show(Follower to, long seq, JsonNode entry) {
    JsonNode before = shown.putIfAbsent(seq, entry);
    if (before != null && !before.equals(entry)) {
      wrong(
          Invariant.SEEN_ONCE_IN_ORDER,
          to + " saw something else as " + seq + " than others: " + entry);
    }
  }

  /** The entries somebody saw, by number. */
  Map<Long, JsonNode> shown() {
    return shown;
  }

  void readmits(String user, long tick) {
    readmissions.computeIfAbsent(user, u -> new ArrayList<>()).add(tick);
    readmitted.put(user, tick);
  }

  void readmitted(String user, long tick) {
    readmitted.put(user, tick);
  }

  /**
   * Whether its sender was let in again since they sent it. A try that was refused may have had a
   * late twin, and the refusal may have gone lost: such a message may be stored then, and anywhere.
   */
  boolean isOfAnEarlierMembership(Sent message) {
    return readmitted.getOrDefault(message.sender.user(), 0L) > message.tick;
  }

  /** When the person was let in again, each time. */
  List<Long> readmissions(String user) {
    return readmissions.getOrDefault(user, List.of());
  }

  void wrong(Invariant invariant, String what) {
    violations.add(new Violation(invariant, "room " + id + ": " + what));
  }

  /** What was seen to be wrong on the way. */
  List<Violation> violations() {
    return violations;
  }
}
