package chat.tertulia.testkit.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds one room's log to what its senders were told. */
final class LogJudge {
  private final RoomRecord room;
  private final List<JsonNode> log;
  private final List<Violation> found = new ArrayList<>();

  private LogJudge(RoomRecord room, List<JsonNode> log) {
    this.room = room;
    this.log = log;
  }

  static List<Violation> judge(RoomRecord room, List<JsonNode> log) {
    var judge = new LogJudge(room, log);
    judge.found.addAll(room.violations());
    judge.numbers();
    judge.shown();
    judge.messages();
    judge.order();
    return judge.found;
  }

  private void numbers() {
    for (int i = 0; i < log.size(); i++) {
      long seq = log.get(i).path("seq").asLong();
      if (seq != i + 1) {
        wrong(Invariant.NO_HOLES, "the log has " + seq + " where " + (i + 1) + " is due");
      }
    }
  }

  private void shown() {
    room.shown()
        .forEach(
            (seq, entry) -> {
              if (seq < 1 || seq > log.size() || !log.get(seq.intValue() - 1).equals(entry)) {
                wrong(
                    Invariant.SEEN_ONCE_IN_ORDER,
                    "somebody saw something else as " + seq + " than the log holds: " + entry);
              }
            });
  }

  private static RoomRecord.Key keyOf(JsonNode entry) {
    String user = entry.path("actor").path("id").asText();
    return new RoomRecord.Key(user, entry.path("clientId").asText());
  }

  private void messages() {
    Map<RoomRecord.Key, JsonNode> places = new HashMap<>();
    for (JsonNode entry : log) {
      if (entry.path("kind").asText().equals("message")) {
        message(entry, places);
      }
    }
    room.sent()
        .forEach(
            (key, message) -> {
              if (message.seq() != null) {
                acknowledged(key, message.seq(), places.get(key));
              }
            });
  }

  private void message(JsonNode entry, Map<RoomRecord.Key, JsonNode> places) {
    RoomRecord.Key key = keyOf(entry);
    JsonNode before = places.putIfAbsent(key, entry);
    if (before != null) {
      wrong(
          Invariant.AT_MOST_ONCE,
          key.clientId() + " is twice: " + before.path("seq") + " and " + entry.path("seq"));
    }
    RoomRecord.Sent message = room.sent().get(key);
    if (message == null || !message.content().equals(entry.path("content").asText())) {
      wrong(Invariant.NOTHING_MADE_UP, "nobody sent what " + entry.path("seq") + " says: " + entry);
    } else if (message.isRefused() && !room.isOfAnEarlierMembership(message)) {
      wrong(Invariant.AT_MOST_ONCE, key.clientId() + " was refused and is " + entry.path("seq"));
    }
  }

  private void acknowledged(RoomRecord.Key key, long seq, JsonNode entry) {
    if (entry == null) {
      wrong(Invariant.ACKNOWLEDGED_IS_KEPT, "lost: " + key.clientId() + ", acknowledged as " + seq);
    } else if (entry.path("seq").asLong() != seq) {
      wrong(
          Invariant.ACKNOWLEDGED_IS_KEPT,
          key.clientId() + " was acknowledged as " + seq + " and is " + entry.path("seq"));
    }
  }

  private void order() {
    Map<Follower, RoomRecord.Key> last = new HashMap<>();
    for (JsonNode entry : log) {
      RoomRecord.Key key = keyOf(entry);
      RoomRecord.Sent message = room.sent().get(key);
      if (message != null && !message.isGivenUp() && !room.isOfAnEarlierMembership(message)) {
        RoomRecord.Key before = last.put(message.sender(), key);
        if (before != null && room.sent().get(before).rank() > message.rank()) {
          wrong(
              Invariant.SENDER_ORDER,
              message.sender() + " sent " + key.clientId() + " before " + before.clientId());
        }
      }
    }
  }

  private void wrong(Invariant invariant, String what) {
    found.add(new Violation(invariant, "room " + room.id() + ": " + what));
  }
}
