package chat.tertulia.testkit.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges after a test has done its worst: what every client sent, was told and saw in every room,
 * against the logs as they are in the end. See {@link Invariant} for what it holds them to.
 *
 * <p>Filled from any thread. What happened before what is known from the order of the calls alone.
 */
public final class Checker {
  /** Violations named at most; one alone is enough to fail. */
  private static final int MAX_NAMED = 20;

  private final Map<String, RoomRecord> rooms = new LinkedHashMap<>();
  private final List<Follower> followers = new ArrayList<>();
  private long tick;
  private int sent;
  private int acknowledged;
  private int refused;
  private int seen;

  /**
   * One socket of one person in one room begins to be watched.
   *
   * @param user the person's id, as the log has it
   * @param name for violations; also what a sender's order is kept by
   * @param after they have everything up to this number, or {@link Follower#FROM_NOW}
   */
  public synchronized Follower follows(String room, String user, String name, long after) {
    var follower = new Follower(this, room(room), user, name, after);
    followers.add(follower);
    return follower;
  }

  /**
   * A removed person is about to be let in again; to be called once for each time, before it is
   * asked for, and after the removal is known to have happened. Only registrations begun later may
   * show what came after the removal.
   */
  public synchronized void readmits(String room, String user) {
    room(room).readmits(user, nextTick());
  }

  /** The person is known to be in again; where it is not said, they are as soon as it was asked. */
  public synchronized void readmitted(String room, String user) {
    room(room).readmitted(user, nextTick());
  }

  private RoomRecord room(String room) {
    return rooms.computeIfAbsent(room, RoomRecord::new);
  }

  long nextTick() {
    return ++tick;
  }

  void countSent() {
    sent++;
  }

  void countAcknowledged() {
    acknowledged++;
  }

  void countRefused() {
    refused++;
  }

  void countSeen() {
    seen++;
  }

  /** How many messages were sent so far. */
  public synchronized int sent() {
    return sent;
  }

  /** How many different messages were acknowledged so far. */
  public synchronized int acknowledged() {
    return acknowledged;
  }

  /** How many messages were refused for good so far. */
  public synchronized int refused() {
    return refused;
  }

  /** How many messages have neither been acknowledged nor refused. */
  public synchronized int open() {
    return sent - acknowledged - refused;
  }

  /** How many entries were seen so far, over all followers. */
  public synchronized int seen() {
    return seen;
  }

  /**
   * The followers who lack something they are owed; empty once all have caught up.
   *
   * @param logs all entries of each room, in order
   */
  public synchronized List<String> behind(Map<String, List<JsonNode>> logs) {
    return followers.stream()
        .filter(f -> f.last() < f.due(logs.getOrDefault(f.room().id(), List.of())))
        .map(Follower::toString)
        .toList();
  }

  /**
   * Fails with everything that is wrong.
   *
   * @param logs all entries of each room, in the order they were read
   */
  public void check(Map<String, List<JsonNode>> logs) {
    fail(violations(logs));
  }

  /** Everything that is wrong. */
  public synchronized List<Violation> violations(Map<String, List<JsonNode>> logs) {
    var found = new ArrayList<Violation>();
    for (RoomRecord room : rooms.values()) {
      List<JsonNode> log = logs.getOrDefault(room.id(), List.of());
      found.addAll(LogJudge.judge(room, log));
    }
    for (Follower follower : followers) {
      found.addAll(SightJudge.judge(follower, logs.getOrDefault(follower.room().id(), List.of())));
    }
    return found;
  }

  /** Fails with these, if there are any. */
  public static void fail(List<Violation> found) {
    if (!found.isEmpty()) {
      var lines = found.stream().limit(MAX_NAMED).map(Violation::toString).toList();
      throw new AssertionError(found.size() + " violations:\n" + String.join("\n", lines));
    }
  }
}
