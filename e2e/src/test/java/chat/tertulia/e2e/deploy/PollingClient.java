package chat.tertulia.e2e.deploy;

import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.RestClient;
import chat.tertulia.testkit.RestReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** SockJS by requests alone, as a browser whose network lets no WebSocket through. */
final class PollingClient implements AutoCloseable {
  private static final int POLLS = 50;

  private final RestClient rest = new RestClient();
  private final List<JsonNode> frames = new ArrayList<>();
  private final String session;

  PollingClient(URI server) {
    this.session = server + "/eventbus/000/" + OpaqueId.random('s');
    RestReply opened = post("/xhr", null);
    if (opened.status() != 200 || !opened.text().equals("o\n")) {
      throw new AssertionError("not opened: " + opened);
    }
  }

  private RestReply post(String what, String body) {
    byte[] bytes =
        body == null ? new byte[0] : body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return rest.send("POST", URI.create(session + what), null, "text/plain", bytes);
  }

  /** Sends to an address; the frame that comes back. */
  JsonNode send(String address, ObjectNode body) {
    String reply = OpaqueId.random('r');
    var frame = Json.object().put("type", "send").put("address", address);
    frame.put("replyAddress", reply).set("body", body);
    write(frame);
    return await(each -> each.path("address").asText().equals(reply));
  }

  void write(ObjectNode frame) {
    post("/xhr_send", Json.object().putArray("a").add(frame.toString()).toString()).expect(204);
  }

  /** Polls until such a frame has come. */
  JsonNode await(Predicate<JsonNode> wanted) {
    for (int i = 0; i < POLLS; i++) {
      for (JsonNode each : frames) {
        if (wanted.test(each)) {
          return each;
        }
      }
      String answer = post("/xhr", null).expect(200).text().strip();
      if (answer.startsWith("a")) {
        Json.parseObject("{\"a\":" + answer.substring(1) + "}")
            .path("a")
            .forEach(each -> frames.add(Json.parseObject(each.asText())));
      } else if (!answer.equals("h")) {
        throw new AssertionError("ended: " + answer);
      }
    }
    throw new AssertionError("not in " + POLLS + " polls: " + frames);
  }

  @Override
  public void close() {
    rest.close();
  }
}
