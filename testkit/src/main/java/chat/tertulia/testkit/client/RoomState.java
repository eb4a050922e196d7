package chat.tertulia.testkit.client;

import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client holds of a room's messages that has applied the log's entries and asked for nothing
 * else: the rules of the protocol's description, and only those.
 */
public final class RoomState {
  private static final List<String> OF_THE_MESSAGE =
      List.of("seq", "actor", "at", "content", "clientId", "replyTo", "thread", "forwarded");

  private final String roomId;
  private final String reader;
  private final TreeMap<Long, ObjectNode> messages = new TreeMap<>();

  /**
   * @param reader id of the person who looks
   */
  public RoomState(String roomId, String reader) {
    this.roomId = roomId;
    this.reader = reader;
  }

  /** The messages as they are now, oldest first, as a page of history shows them. */
  public List<JsonNode> messages() {
    var shown = new ArrayList<JsonNode>();
    for (ObjectNode message : messages.values()) {
      ObjectNode now = message.deepCopy();
      replies(message.path("seq").asLong()).ifPresent(replies -> now.set("replies", replies));
      shown.add(now);
    }
    return shown;
  }

  /** What stands beside the message a thread began with. */
  private Optional<ObjectNode> replies(long thread) {
    List<ObjectNode> newestFirst =
        messages.descendingMap().values().stream()
            .filter(each -> each.path("thread").asLong() == thread)
            .filter(each -> !each.path("deleted").asBoolean())
            .toList();
    if (newestFirst.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode last = newestFirst.getFirst();
    ObjectNode replies = Json.object().put("count", newestFirst.size());
    replies.set("lastSeq", last.get("seq"));
    replies.set("lastAt", last.get("at"));
    ArrayNode people = replies.putArray("people");
    newestFirst.stream()
        .limit(Messages.Replies.REPLIES_LOOKED_AT)
        .map(each -> each.get("actor"))
        .distinct()
        .limit(Messages.Replies.MAX_REPLIERS)
        .forEach(people::add);
    return Optional.of(replies);
  }

  /** Applies the next entry. */
  public void apply(JsonNode entry) {
    String kind = entry.path("kind").asText();
    if (kind.equals("message")) {
      messages.put(entry.path("seq").asLong(), message(entry));
      return;
    }
    ObjectNode target = messages.get(entry.path("target").asLong());
    if (target == null) {
      return;
    }
    switch (kind) {
      case "edit" -> edit(target, entry);
      case "delete" -> delete(target, entry);
      case "reaction" -> react(target, entry);
      case "pin" -> pin(target, entry.path("on").asBoolean());
      default -> {}
    }
  }

  private ObjectNode message(JsonNode entry) {
    ObjectNode message = Json.object().put("roomId", roomId);
    OF_THE_MESSAGE.forEach(field -> copy(field, entry, message));
    wording(entry, message);
    message.putArray("reactions");
    return message;
  }

  private static void copy(String field, JsonNode from, ObjectNode to) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    }
  }

  /** What comes with a text and goes with it. */
  private static void wording(JsonNode entry, ObjectNode message) {
    message.remove(List.of("mentions", "audience"));
    if (!entry.path("mentions").isEmpty()) {
      message.set("mentions", entry.get("mentions"));
    }
    copy("audience", entry, message);
  }

  private static void edit(ObjectNode message, JsonNode entry) {
    message.remove(List.of("editedAt", "deleted", "deletedBy", "reason"));
    copy("content", entry, message);
    wording(entry, message);
    if (entry.has("undo")) {
      copy("editedAt", entry, message);
    } else {
      message.set("editedAt", entry.get("at"));
    }
  }

  private static void delete(ObjectNode message, JsonNode entry) {
    message.remove(List.of("content", "mentions", "audience", "pinned"));
    message.put("deleted", true);
    message.set("deletedBy", entry.get("actor"));
    copy("reason", entry, message);
    message.putArray("reactions");
  }

  private void react(ObjectNode message, JsonNode entry) {
    var reactions = (ArrayNode) message.get("reactions");
    int change = entry.path("on").asBoolean() ? 1 : -1;
    boolean own = entry.path("actor").path("id").asText().equals(reader);
    ObjectNode reaction = find(reactions, entry.path("emoji").asText());
    if (reaction == null) {
      reaction = reactions.addObject().put("emoji", entry.path("emoji").asText());
      reaction.put("count", 0).put("mine", false);
    }
    reaction.put("count", reaction.path("count").asInt() + change);
    if (own) {
      reaction.put("mine", change > 0);
    }
    Iterator<JsonNode> each = reactions.iterator();
    while (each.hasNext()) {
      if (each.next().path("count").asInt() == 0) {
        each.remove();
      }
    }
  }

  private static ObjectNode find(ArrayNode reactions, String emoji) {
    for (JsonNode each : reactions) {
      if (each.path("emoji").asText().equals(emoji)) {
        return (ObjectNode) each;
      }
    }
    return null;
  }

  private static void pin(ObjectNode message, boolean on) {
    if (on) {
      message.put("pinned", true);
    } else {
      message.remove("pinned");
    }
  }
}
