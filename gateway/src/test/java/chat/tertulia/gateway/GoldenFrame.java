package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Frames kept as files, which the protocol's documentation shows. What a client sends is sent as
 * the file says; what the gateway sends is compared, times by their form.
 */
public record GoldenFrame(String name) {
  public static final Person ANN = new Person(new UserId("u1a5d9g3k7n2q6t0w4z8c"), "Ann");
  public static final Person BOB = new Person(new UserId("u7m2k9x4c1v8b3n6q5w0z"), "Bob");
  public static final RoomId ROOM = new RoomId("r4h8s2d6f1g5j9k3l7p0t");

  private static final String EPOCH = "3f0c8a1be25d4c7a9d10";
  private static final String EPOCH_OF_TESTS = "epoch-1";

  /** The file as it is. */
  public String text() {
    try (InputStream in = GoldenFrame.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode json() {
    return Json.readObject(text());
  }

  /**
   * The frame as a client sends it here.
   *
   * @param room stands where the file has a room
   * @param token stands where the file has a token, or null
   */
  String toSend(RoomId room, String token) {
    String real = text().replace(ROOM.value(), room.value()).replace(EPOCH, EPOCH_OF_TESTS).strip();
    return token == null ? real : real.replaceAll("\"eyJ[^\"]*\"", "\"" + token + "\"");
  }

  /** The frame is the one in the file, in this room. */
  void matches(RoomId room, JsonNode actual) {
    String shown = actual.toString().replace(room.value(), ROOM.value());
    matches(Json.readObject(shown.replace(EPOCH_OF_TESTS, EPOCH)));
  }

  /** The frame is the one in the file. */
  public void matches(JsonNode actual) {
    assertEquals(form(json()), form(actual), name);
  }

  private static String form(JsonNode frame) {
    return frame
        .toPrettyString()
        .replaceAll("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"", "\"<time>\"");
  }
}
