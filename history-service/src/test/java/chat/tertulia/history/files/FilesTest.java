package chat.tertulia.history.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.TestService;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
  private static final int MAX_BYTES = 200_000;

  @TempDir static Path folder;

  private static LogDatabase log;
  private static TestService service;
  private static HttpClient http;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final Person eve = TestService.person("Eve");
  private final RoomId room = log.room(ann.id());
  private int posts;

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    http = HttpClient.newHttpClient();
    service =
        TestService.start(
            log.settings(),
            Map.of(
                "TERTULIA_FILES", folder.toString(),
                "TERTULIA_FILE_BYTES", Integer.toString(MAX_BYTES),
                "TERTULIA_PICTURE_PIXELS", "1000000"));
  }

  @AfterAll
  static void stop() {
    service.close();
    http.close();
  }

  @AfterEach
  void noTemporaryFileIsLeft() throws IOException {
    until(() -> stored(folder.resolve("incoming")).isEmpty());
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(condition.getAsBoolean());
  }

  private static List<Path> stored(Path where) {
    try (Stream<Path> all = Files.walk(where)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException removedMeanwhile) {
      return stored(where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<byte[]> send(
      Person who, String method, String path, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/api/v1" + path))
            .header("Authorization", "Bearer " + service.tokens().of(who))
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

  private HttpResponse<byte[]> upload(Person who, String name, byte[] body) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return send(who, "POST", "/rooms/" + room + "/attachments?name=" + encoded, body);
  }

  private JsonNode uploaded(Person who, String name, byte[] body) {
    var answer = upload(who, name, body);
    assertEquals(201, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    return json(answer);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return Json.readObject(new String(answer.body(), StandardCharsets.UTF_8));
  }

  private HttpResponse<byte[]> fetch(Person who, JsonNode file, String... headers) {
    return send(who, "GET", "/attachments/" + file.path("id").asText(), null, headers);
  }

  private HttpResponse<String> post(Person who, String content, JsonNode... files) {
    var body = Json.object().put("clientId", "c" + posts++);
    if (content != null) {
      body.put("content", content);
    }
    var names = body.putArray("attachments");
    for (JsonNode file : files) {
      names.add(file.path("id").asText());
    }
    return service.send(who, "POST", "/rooms/" + room + "/messages", body.toString());
  }

  private static byte[] png(int width, int height) {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A PNG that says it has so many pixels. */
  private static byte[] claiming(int width, int height) {
    byte[] png = png(10, 10);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    var sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    return png;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFileGoesFromOneMemberToTheOthersInAMessage() {
    log.join(room, bob.id(), "member");
    byte[] picture = png(640, 480);
    JsonNode file = uploaded(ann, "Fête 1.png", picture);
    JsonNode note = uploaded(ann, "note.txt", text("hello"));

    assertEquals("image/png", file.path("type").asText());
    assertEquals("Fête 1.png", file.path("name").asText());
    assertEquals(picture.length, file.path("size").asInt());
    assertEquals(640, file.path("width").asInt());
    assertEquals(320, file.path("thumbnail").path("width").asInt());
    assertEquals(240, file.path("thumbnail").path("height").asInt());
    assertTrue(file.path("id").asText().length() > 26, "128 random bits");
    assertEquals(200, fetch(ann, file).statusCode());
    assertEquals(404, fetch(bob, file).statusCode(), "not named yet");

    var posted = post(ann, null, file, note);

    assertEquals(201, posted.statusCode(), posted.body());
    assertArrayEquals(picture, fetch(bob, file).body());
    var thumbnail =
        send(bob, "GET", "/attachments/" + file.path("id").asText() + "/thumbnail", null);
    assertEquals(200, thumbnail.statusCode());
    assertEquals("image/png", thumbnail.headers().firstValue("content-type").orElse(""));
    assertEquals(
        404,
        send(bob, "GET", "/attachments/" + note.path("id").asText() + "/thumbnail", null)
            .statusCode());
    assertEquals(404, fetch(eve, file).statusCode());
    var page =
        Json.readObject(service.send(bob, "GET", "/rooms/" + room + "/messages", null).body());
    var message = page.path("messages").get(page.path("messages").size() - 1);
    assertEquals(2, message.path("attachments").size());
    assertEquals(file, message.path("attachments").get(0));
    var entries =
        Json.readObject(
            service.send(bob, "GET", "/rooms/" + room + "/entries?limit=200", null).body());
    assertTrue(
        entries.toString().contains("\"attachments\":[{\"id\":\"" + file.path("id").asText()));
  }

  @Test
  void whatIsServedCannotRun() {
    for (String html : List.of("<html><script>1</script>", "<svg onload='x()'/>", "hello")) {
      JsonNode file = uploaded(ann, "a\"b.html", text(html));
      var answer = fetch(ann, file);
      var headers = answer.headers();

      assertEquals("text/plain; charset=utf-8", headers.firstValue("content-type").orElse(""));
      assertEquals("nosniff", headers.firstValue("x-content-type-options").orElse(""));
      assertEquals(
          "attachment; filename*=UTF-8''a%22b.html",
          headers.firstValue("content-disposition").orElse(""));
      assertTrue(headers.firstValue("content-security-policy").orElse("").contains("sandbox"));
    }
    var picture = fetch(ann, uploaded(ann, "x.html", png(5, 5)));
    assertEquals("image/png", picture.headers().firstValue("content-type").orElse(""));
    assertTrue(picture.headers().firstValue("content-disposition").orElse("").startsWith("inline"));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, 206, hello, bytes 0-4/11",
    "bytes=6-, 206, world, bytes 6-10/11",
    "bytes=-3, 206, rld, bytes 8-10/11",
    "bytes=-99, 206, hello world, bytes 0-10/11",
    "bytes=5-99, 206, ' world', bytes 5-10/11",
    "bytes=11-, 416, '', bytes */11",
    "bytes=-0, 416, '', bytes */11",
    "bytes=4-2, 200, hello world, ",
    "'bytes=0-1,3-4', 200, hello world, ",
    "lines=1-2, 200, hello world, "
  })
  void partsCanBeFetched(String range, int status, String content, String told) {
    JsonNode file = uploaded(ann, "h.txt", text("hello world"));

    var answer = fetch(ann, file, "Range", range);

    assertEquals(status, answer.statusCode());
    assertEquals(content, new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals(told == null ? "" : told, answer.headers().firstValue("content-range").orElse(""));
    assertEquals(200, fetch(ann, file, "Range", range, "If-Range", "\"x\"").statusCode());
    String tag = fetch(ann, file).headers().firstValue("etag").orElse("");
    assertEquals(304, fetch(ann, file, "If-None-Match", tag).statusCode());
    assertEquals(404, fetch(eve, file, "If-None-Match", tag).statusCode());
  }

  @Test
  void onlyWhoMayWriteUploadsAndOnlyMembersLearnThatTheRoomExists() {
    log.join(room, bob.id(), "reader");

    assertEquals(404, upload(eve, "x", text("x")).statusCode());
    assertEquals(403, upload(bob, "x", text("x")).statusCode());
    assertEquals(404, send(eve, "POST", "/rooms/rnone/attachments", text("x")).statusCode());
  }

  private record Refusal(int status, String code) {}

  private void refused(Refusal as, HttpResponse<byte[]> answer) {
    assertEquals(as.status(), answer.statusCode());
    assertEquals(as.code(), json(answer).path("code").asText());
    assertEquals("0", log.one("select count(*) from history.files where room_id='" + room + "'"));
  }

  @Test
  void whatIsNoGoodFileIsRefusedAndNothingIsKept() {
    int before = stored(folder).size();
    var unsupported = new Refusal(415, "unsupported_media_type");
    refused(new Refusal(400, "bad_request"), upload(ann, "empty", new byte[0]));
    refused(unsupported, upload(ann, "x.png", new byte[] {0, 1, 2, 3}));
    refused(unsupported, upload(ann, "x.exe", text("MZ\u0000\u0001")));
    refused(unsupported, upload(ann, "latin", new byte[] {'a', (byte) 0xE9, 'b'}));
    refused(unsupported, upload(ann, "x.png", Arrays.copyOf(png(50, 50), 40)));
    refused(unsupported, upload(ann, "x.jpg", new byte[] {-1, -40, -1, -32, 0, 16}));
    refused(unsupported, upload(ann, "x.gif", text("GIF89a")));
    refused(new Refusal(413, "too_large"), upload(ann, "bomb.png", claiming(50_000, 50_000)));
    refused(new Refusal(413, "too_large"), upload(ann, "bomb.png", claiming(1_001, 1_000)));
    refused(new Refusal(413, "too_large"), upload(ann, "long.png", claiming(20_001, 1)));
    assertEquals(before, stored(folder).size());
  }

  @Test
  void sizeIsLimitedWithALengthAndWithout() throws IOException {
    assertEquals(201, upload(ann, "full", text("x".repeat(MAX_BYTES))).statusCode());
    var chunked = upload(ann, "more", text("x".repeat(MAX_BYTES + 1)));
    assertEquals(413, chunked.statusCode());
    assertEquals("too_large", json(chunked).path("code").asText());

    String told = raw("Content-Length: " + (MAX_BYTES + 1), "");
    assertTrue(told.startsWith("HTTP/1.1 413"), told);
    String absurd = raw("Content-Length: 99999999999999999", "");
    assertTrue(absurd.startsWith("HTTP/1.1 413"), absurd);
  }

  /** What is answered before any body was sent. */
  private String raw(String header, String body) throws IOException {
    String head =
        "POST /api/v1/rooms/%s/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n%s"
            .formatted(room, service.tokens().of(ann), header, body);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(text(head));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aFileThatDoesNotComeIsGivenUp() throws IOException {
    String answer = raw("Content-Length: 100", "beginning");

    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("did not arrive in time"), answer);
  }

  @Test
  void aSenderThatHangsUpLeavesNothing() throws IOException {
    String head =
        "POST /api/v1/rooms/%s/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 100\r\n\r\nsome"
            .formatted(room, service.tokens().of(ann));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(text(head));
      until(() -> !stored(folder.resolve("incoming")).isEmpty());
    }
    until(() -> stored(folder.resolve("incoming")).isEmpty());
  }

  @Test
  void aPersonSendsAFewFilesAtOnce() throws IOException {
    var sockets = new ArrayList<Socket>();
    int before = stored(folder.resolve("incoming")).size();
    for (int i = 0; i < 4; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
      sockets.add(socket);
      socket
          .getOutputStream()
          .write(
              text(
                  "POST /api/v1/rooms/%s/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 100\r\n\r\nsome"
                      .formatted(room, service.tokens().of(ann))));
    }
    until(() -> stored(folder.resolve("incoming")).size() == before + 4);

    assertEquals(429, upload(ann, "fifth", text("x")).statusCode());

    for (Socket socket : sockets) {
      socket.close();
    }
    until(() -> upload(ann, "sixth", text("x")).statusCode() == 201);
  }

  @ParameterizedTest
  @CsvSource({
    "../../etc/passwd, passwd",
    "'C:\\dir\\x.txt', x.txt",
    "/, file",
    "'..', file",
    "'  ', file",
    "日本.txt, 日本.txt"
  })
  void aPathInANameIsCutOff(String given, String name) {
    assertEquals(name, uploaded(ann, given, text("x")).path("name").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\u0000b", "a\u202eb", "a\nb"})
  void aNameIsOneCleanLine(String name) {
    var answer = upload(ann, name, text("x"));

    assertEquals(400, answer.statusCode());
    assertEquals("name", json(answer).path("errors").get(0).path("field").asText());
    assertEquals(400, upload(ann, "x".repeat(201), text("x")).statusCode());
  }

  @Test
  void aFormWithOneFileIsTakenToo() {
    String form =
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../up.txt\"\r\n"
            + "Content-Type: image/png\r\n\r\nin a form\r\n--B--\r\n";
    var answer =
        send(
            ann,
            "POST",
            "/rooms/" + room + "/attachments",
            text(form),
            "Content-Type",
            "multipart/form-data; boundary=B");

    assertEquals(201, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals("up.txt", json(answer).path("name").asText());
    assertEquals("in a form", new String(fetch(ann, json(answer)).body(), StandardCharsets.UTF_8));
    var none =
        send(
            ann,
            "POST",
            "/rooms/" + room + "/attachments",
            text("--B--\r\n"),
            "Content-Type",
            "multipart/form-data; boundary=B");
    assertEquals(400, none.statusCode());
  }

  @Test
  void aMessageNamesOnlyOnesOwnFilesOfTheRoomOnce() {
    log.join(room, bob.id(), "member");
    RoomId other = log.room(ann.id());
    JsonNode file = uploaded(ann, "a.txt", text("a"));
    JsonNode bobs = uploaded(bob, "b.txt", text("b"));
    JsonNode elsewhere =
        json(send(ann, "POST", "/rooms/" + other + "/attachments?name=c", text("c")));
    JsonNode unknown = Json.object().put("id", "fnone");

    for (JsonNode wrong : List.of(bobs, elsewhere, unknown)) {
      var answer = post(ann, "x", wrong);
      assertEquals(400, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("\"attachments\""), answer.body());
    }
    assertEquals(400, post(ann, "x", file, file).statusCode());
    assertEquals(400, post(ann, null).statusCode());
    var first = post(ann, "x", file);
    posts--;
    var again = post(ann, "x", file);
    var second = post(ann, "x", file);

    assertEquals(201, first.statusCode(), first.body());
    assertEquals(200, again.statusCode());
    assertEquals(first.body(), again.body());
    assertEquals(400, second.statusCode());
  }

  @Test
  void theFileOfADeletedMessageIsGoneAndLaterItsBytes() {
    log.join(room, bob.id(), "member");
    JsonNode file = uploaded(ann, "gone.txt", text("gone"));
    long seq = Json.readObject(post(ann, "x", file).body()).path("seq").asLong();
    assertEquals(200, fetch(bob, file).statusCode());

    log.delete(room, seq);

    assertEquals(404, fetch(bob, file).statusCode());
    assertEquals(404, fetch(ann, file).statusCode());
    log.run("update history.loose_files set at = at - interval '1 hour'");
    service.collectFiles();
    until(() -> stored(folder).stream().noneMatch(p -> p.endsWith(file.path("id").asText())));
    until(
        () ->
            log.one(
                    "select count(*) from history.files where id='%s'"
                        .formatted(file.path("id").asText()))
                .equals("0"));
  }

  @Test
  void whatNoMessageNamesIsCollectedAndWhatOneNamesIsNot() {
    JsonNode named = uploaded(ann, "named.txt", text("named"));
    JsonNode left = uploaded(ann, "left.png", png(400, 400));
    post(ann, "x", named);
    log.run("update history.files set at = at - interval '2 days'");

    assertEquals(400, post(ann, "too late", left).statusCode());
    service.collectFiles();

    until(() -> fetch(ann, left).statusCode() == 404);
    until(
        () ->
            stored(folder).stream()
                .noneMatch(p -> p.getFileName().toString().startsWith(left.path("id").asText())));
    assertEquals(200, fetch(ann, named).statusCode());
  }

  @Test
  void avatarsAreSquaresOfWhatWasUploaded() throws IOException {
    log.join(room, bob.id(), "member");
    var set = send(ann, "PUT", "/me/avatar", png(600, 300));
    assertEquals(200, set.statusCode(), new String(set.body(), StandardCharsets.UTF_8));

    var got = send(eve, "GET", "/users/" + ann.id() + "/avatar", null);

    assertEquals(200, got.statusCode());
    var picture = ImageIO.read(new ByteArrayInputStream(got.body()));
    assertEquals(256, picture.getWidth());
    assertEquals(256, picture.getHeight());
    assertEquals(404, send(ann, "GET", "/users/" + bob.id() + "/avatar", null).statusCode());
    assertEquals(415, send(ann, "PUT", "/me/avatar", text("<svg/>")).statusCode());
    assertEquals(413, send(ann, "PUT", "/me/avatar", claiming(9_999, 9_999)).statusCode());
    assertEquals(200, send(ann, "GET", "/users/" + ann.id() + "/avatar", null).statusCode());
    assertEquals(204, send(ann, "DELETE", "/me/avatar", null).statusCode());
    assertEquals(404, send(ann, "GET", "/users/" + ann.id() + "/avatar", null).statusCode());

    String ofRoom = "/rooms/" + room + "/avatar";
    assertEquals(403, send(bob, "PUT", ofRoom, png(20, 20)).statusCode());
    assertEquals(404, send(eve, "PUT", ofRoom, png(20, 20)).statusCode());
    assertEquals(200, send(ann, "PUT", ofRoom, png(20, 20)).statusCode());
    assertEquals(200, send(bob, "GET", ofRoom, null).statusCode());
    assertEquals(404, send(eve, "GET", ofRoom, null).statusCode());
    assertEquals(403, send(bob, "DELETE", ofRoom, null).statusCode());
    assertEquals(204, send(ann, "DELETE", ofRoom, null).statusCode());
  }
}
