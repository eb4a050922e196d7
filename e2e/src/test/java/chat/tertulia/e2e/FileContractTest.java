package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Attachments;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files through the gateway, which lets them pass and gathers none. */
@ExtendWith(LogOnFailure.class)
class FileContractTest {
  private static final int MAX_BYTES = 26_214_400;

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<byte[]> send(
      Actor who, String method, String path, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(who.home() + "/api/v1" + path))
            .header("Authorization", "Bearer " + who.token())
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(int bytes) {
    byte[] text = new byte[bytes];
    Arrays.fill(text, (byte) 'x');
    return text;
  }

  @Test
  void aLargeFileReachesTheOthersWithItsMessage() {
    var script = new Script(Door.GATEWAY);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    byte[] large = text(20_000_000);
    String rooms = "/rooms/" + lobby.id();

    var uploaded = send(ann, "POST", rooms + "/attachments?name=large.txt", large);
    assertEquals(201, uploaded.statusCode(), new String(uploaded.body(), StandardCharsets.UTF_8));
    JsonNode file = Json.readObject(new String(uploaded.body(), StandardCharsets.UTF_8));
    try (SocketClient socket = bob.connects()) {
      socket.follow(lobby.id(), null);
      ObjectNode post = Json.object().put("clientId", "c-1");
      post.putArray("attachments").add(file.path("id").asText());
      ann.rest("POST", rooms + "/messages", post).expect(201);
      JsonNode frame = socket.awaitFrame("the message", f -> f.path("body").has("attachments"));
      assertEquals(file, frame.path("body").path("attachments").get(0));
    }

    String path = "/attachments/" + file.path("id").asText();
    var got = send(bob, "GET", path, null);
    assertEquals(200, got.statusCode());
    assertTrue(Arrays.equals(large, got.body()));
    assertEquals("nosniff", got.headers().firstValue("x-content-type-options").orElse(""));
    var part = send(bob, "GET", path, null, "Range", "bytes=10-19");
    assertEquals(206, part.statusCode());
    assertEquals(10, part.body().length);
    assertEquals(404, send(script.person("eve"), "GET", path, null).statusCode());
  }

  @Test
  void whatIsRefusedIsRefusedThroughTheGatewayToo() {
    var script = new Script(Door.GATEWAY);
    Actor ann = script.person("ann");
    Room lobby = script.room(ann, "lobby");
    String path = "/rooms/" + lobby.id() + "/attachments?name=x";

    assertEquals(400, send(ann, "POST", path, new byte[0]).statusCode());
    assertEquals(415, send(ann, "POST", path, new byte[] {0, 1, 2}).statusCode());
    assertEquals(413, send(ann, "POST", path, text(MAX_BYTES + 1)).statusCode());
    assertEquals(404, send(ann, "POST", "/rooms/rnone/attachments", text(1)).statusCode());
    Actor eve = script.person("eve");
    assertEquals(404, send(eve, "POST", path, text(100_000)).statusCode());
    assertEquals(201, send(ann, "POST", path, text(10)).statusCode());
  }

  @ParameterizedTest
  @EnumSource
  void whoHasAPictureIsToldToThoseWhoMaySeeIt(Door door) throws IOException {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Actor eve = script.person("eve");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    byte[] picture = picture();
    assertEquals(200, send(ann, "PUT", "/me/avatar", picture).statusCode());
    var room = send(ann, "PUT", "/rooms/" + lobby.id() + "/avatar", picture);
    assertEquals(200, room.statusCode());
    ObjectNode ask = Json.object().put("users", ann.id() + "," + bob.id() + ",u-nobody");
    ask.put("rooms", lobby.id() + ",r-nowhere");

    JsonNode known = script.asks(Row.PICTURES, bob, ask).path("pictures");

    assertEquals(2, known.size(), known::toString);
    assertEquals(ann.id(), known.get(0).path("user").asText());
    assertEquals(lobby.id(), known.get(1).path("room").asText());
    String version =
        Json.readObject(new String(room.body(), StandardCharsets.UTF_8)).path("version").asText();
    assertEquals(version, known.get(1).path("version").asText());
    JsonNode outside = script.asks(Row.PICTURES, eve, ask).path("pictures");
    assertEquals(1, outside.size(), outside::toString);
    assertEquals(ann.id(), outside.get(0).path("user").asText());
    assertEquals(0, script.asks(Row.PICTURES, eve, Json.object()).path("pictures").size());
    String many = String.join(",", Collections.nCopies(Attachments.MAX_ASKED + 1, "u1"));
    ObjectNode tooMany = Json.object().put("users", many);
    script.refused(Row.PICTURES, bob, tooMany, 400, "bad_request");
    script.refused(Row.PICTURES, bob, Json.object().put("rooms", "a b"), 400, "bad_request");
  }

  private static byte[] picture() throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
