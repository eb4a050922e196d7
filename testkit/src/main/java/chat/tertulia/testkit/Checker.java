package chat.tertulia.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges one room after a test has done its worst: what everybody sent, was told and saw, against
 * the log as it is in the end. Filled from any thread.
 *
 * <ul>
 *   <li>Every acknowledged message is in the log once, at its number, with its content and sender.
 *   <li>A message never acknowledged is there once or not at all; nothing else is there.
 *   <li>The numbers are 1, 2, 3, … without holes.
 *   <li>Each sender's messages stand in the order they were sent.
 *   <li>Each follower saw exactly their range, each entry once, ascending, and what they saw is
 *       what the log holds; nobody saw beyond their removal.
 * </ul>
 */
public final class Checker {
  /** Violations named at most; one alone is enough to fail. */
  private static final int MAX_NAMED = 20;

  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final Map<String, Follower> followers = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  private record Sent(String sender, String content) {}

  private static final class Follower {
    private final long after;
    private final List<JsonNode> seen = new ArrayList<>();
    private Long removedAt;

    Follower(long after) {
      this.after = after;
    }
  }

  /** A message is about to be sent for the first time. */
  public synchronized void sends(String sender, String clientId, String content) {
    if (sent.put(clientId, new Sent(sender, content)) != null) {
      violations.add("the test itself used client id " + clientId + " twice");
    }
  }

  /** A message was acknowledged, perhaps not for the first time. */
  public synchronized void acknowledges(String clientId, long seq) {
    Long before = acknowledged.put(clientId, seq);
    if (before != null && before != seq) {
      violations.add(clientId + " was acknowledged as " + before + " and as " + seq);
    }
  }

  /**
   * Somebody begins to follow the room.
   *
   * @param after they have everything up to this number
   */
  public synchronized void follows(String follower, long after) {
    followers.put(follower, new Follower(after));
  }

  /** A follower got an entry. */
  public synchronized void sees(String follower, JsonNode entry) {
    followers.get(follower).seen.add(entry);
  }

  /** A follower's membership ended with this entry, which they may still see. */
  public synchronized void removed(String follower, long seq) {
    followers.get(follower).removedAt = seq;
  }

  /** How many messages were acknowledged so far. */
  public synchronized int acknowledged() {
    return acknowledged.size();
  }

  /** How many messages were sent so far. */
  public synchronized int sent() {
    return sent.size();
  }

  /** The last number a follower got; where they began when they got none. */
  public synchronized long lastSeenBy(String follower) {
    Follower one = followers.get(follower);
    return one.seen.isEmpty() ? one.after : one.seen.getLast().path("seq").asLong();
  }

  /**
   * Fails with everything that is wrong.
   *
   * @param log all entries of the room, in the order they were read
   */
  public synchronized void check(List<JsonNode> log) {
    var found = new ArrayList<>(violations);
    found.addAll(numbers(log));
    found.addAll(messages(log));
    found.addAll(order(log));
    followers.forEach((name, one) -> found.addAll(sight(name, one, log)));
    if (!found.isEmpty()) {
      throw new AssertionError(
          found.size()
              + " violations in a log of "
              + log.size()
              + " entries:\n"
              + String.join("\n", found.subList(0, Math.min(MAX_NAMED, found.size()))));
    }
  }

  private static List<String> numbers(List<JsonNode> log) {
    var found = new ArrayList<String>();
    for (int i = 0; i < log.size(); i++) {
      long seq = log.get(i).path("seq").asLong();
      if (seq != i + 1) {
        found.add("the log has " + seq + " where " + (i + 1) + " is due");
      }
    }
    return found;
  }

  private List<String> messages(List<JsonNode> log) {
    var found = new ArrayList<String>();
    var places = new HashMap<String, JsonNode>();
    for (JsonNode entry : log) {
      if (entry.path("kind").asText().equals("message")) {
        String clientId = entry.path("clientId").asText();
        JsonNode before = places.put(clientId, entry);
        if (before != null) {
          found.add(clientId + " is twice: " + before.path("seq") + " and " + entry.path("seq"));
        }
        Sent one = sent.get(clientId);
        if (one == null || !one.content().equals(entry.path("content").asText())) {
          found.add("nobody sent what " + entry.path("seq") + " says: " + entry);
        } else if (!one.sender().equals(entry.path("actor").path("name").asText())) {
          found.add(one.sender() + " sent what " + entry.path("seq") + " says: " + entry);
        }
      }
    }
    acknowledged.forEach(
        (clientId, seq) -> {
          JsonNode entry = places.get(clientId);
          if (entry == null) {
            found.add("lost: " + clientId + ", acknowledged as " + seq);
          } else if (entry.path("seq").asLong() != seq) {
            found.add(clientId + " was acknowledged as " + seq + " and is " + entry.path("seq"));
          }
        });
    return found;
  }

  private List<String> order(List<JsonNode> log) {
    var found = new ArrayList<String>();
    var ranks = new HashMap<String, Integer>();
    sent.keySet().forEach(clientId -> ranks.put(clientId, ranks.size()));
    var last = new HashMap<String, String>();
    for (JsonNode entry : log) {
      String clientId = entry.path("clientId").asText();
      Sent one = sent.get(clientId);
      if (one != null) {
        String before = last.put(one.sender(), clientId);
        if (before != null && ranks.get(before) > ranks.get(clientId)) {
          found.add(one.sender() + " sent " + clientId + " before " + before);
        }
      }
    }
    return found;
  }

  private static List<String> sight(String name, Follower one, List<JsonNode> log) {
    var found = new ArrayList<String>();
    long next = one.after + 1;
    for (JsonNode entry : one.seen) {
      long seq = entry.path("seq").asLong();
      if (seq != next) {
        found.add(name + " saw " + seq + " where " + next + " was due");
      }
      if (one.removedAt != null && seq > one.removedAt) {
        found.add(name + " saw " + seq + " and was removed at " + one.removedAt);
      }
      if (seq < 1 || seq > log.size() || !log.get((int) seq - 1).equals(entry)) {
        found.add(name + " saw something else as " + seq + " than the log holds");
      }
      next = seq + 1;
    }
    long due = one.removedAt == null ? log.size() : one.removedAt;
    if (next != due + 1 && next <= due) {
      found.add(name + " saw nothing after " + (next - 1) + " of " + due);
    }
    return found;
  }
}
