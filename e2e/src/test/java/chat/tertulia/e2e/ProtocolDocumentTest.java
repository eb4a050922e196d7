package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.tertulia.gateway.http.FrontDoor;
import chat.tertulia.gateway.socket.CloseCode;
import chat.tertulia.gateway.socket.Connections;
import chat.tertulia.gateway.socket.Reception;
import chat.tertulia.gateway.socket.Transport;
import chat.tertulia.rooms.domain.Invitations;
import chat.tertulia.rooms.domain.RoomCreation;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.MessageChanges;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.http.RestRoutes;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/protocol.md} says is what the code does: its tables are those of the code, its
 * examples are the files that other tests hold the code against.
 *
 * <p>With {@code -Dgolden.write=true} the examples are taken anew from those files.
 */
class ProtocolDocumentTest {
  private static ProtocolDocument document;

  @BeforeAll
  static void read() throws IOException {
    document = ProtocolDocument.read();
    if (Boolean.getBoolean("golden.write")) {
      document = document.refreshed();
      Files.writeString(ProtocolDocument.FILE, document.text());
    }
  }

  @Test
  void everyExampleIsAGoldenFile() {
    assertFalse(document.examples().isEmpty());
    for (ProtocolDocument.Example each : document.examples()) {
      assertFalse(each.file().isEmpty(), "names no golden file: " + each.json());
      assertEquals(each.golden(), each.json(), each.file());
    }
  }

  @Test
  void everyOperationIsListedAsItIs() {
    var expected = new TreeSet<>(Set.of("GET /api/v1/presence on no bus: 200"));
    FrontDoor.operations().stream()
        .filter(o -> o.path() != null)
        .map(ProtocolDocumentTest::line)
        .forEach(expected::add);

    assertEquals(String.join("\n", expected), String.join("\n", listed()));
  }

  private static String line(Operation<?, ?> o) {
    String bus = o.onSocket() ? "bus " + o.name() : "no bus";
    return o.method() + " " + address(o) + " on " + bus + ": " + o.status();
  }

  private static String address(Operation<?, ?> o) {
    return o.path().startsWith("/.well-known/") ? o.path() : RestRoutes.PREFIX + o.path();
  }

  private static Set<String> listed() {
    return operationRows().stream()
        .map(
            row -> {
              String bus = row.get(2).isEmpty() ? "no bus" : "bus " + row.get(2);
              String status = row.get(3).split(" ", -1)[0];
              return row.get(0) + " " + row.get(1) + " on " + bus + ": " + status;
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<List<String>> operationRows() {
    return document.rows("GET|POST|PUT|PATCH|DELETE");
  }

  @Test
  void everyOperationNamesItsFields() {
    for (Operation<?, ?> each : FrontDoor.operations()) {
      if (each.path() != null) {
        assertEquals(fields(each), documentedFields(each), each.name());
      }
    }
  }

  private static Set<String> fields(Operation<?, ?> o) {
    return Arrays.stream(o.request().getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !o.path().contains("{" + name + "}"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> documentedFields(Operation<?, ?> o) {
    return operationRows().stream()
        .filter(r -> r.get(0).equals(o.method().name()) && r.get(1).equals(address(o)))
        .flatMap(r -> Stream.of(r.get(4).split("[ ,?]+", -1)))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyErrorCodeIsExplained() {
    var codes =
        Stream.of(ErrorCode.values())
            .map(e -> List.of(e.code(), Integer.toString(e.status()), e.retryable() ? "yes" : "no"))
            .toList();
    var listed = document.rows("[a-z]+(_[a-z]+)*").stream();

    assertEquals(codes, listed.filter(r -> isStatus(r.get(1))).map(r -> r.subList(0, 3)).toList());
  }

  private static boolean isStatus(String cell) {
    return cell.matches("[45]\\d\\d");
  }

  @Test
  void everyCloseCodeIsExplained() {
    var codes =
        Stream.of(CloseCode.values())
            .map(c -> List.of(Short.toString(c.code()), c.reason()))
            .collect(Collectors.toSet());
    var listed = document.rows("\\d{4}").stream().map(r -> r.subList(0, 2));

    assertEquals(codes, listed.collect(Collectors.toSet()));
  }

  @Test
  void theLimitsAreThoseOfTheCode() {
    Map<String, String> limits =
        Map.ofEntries(
            Map.entry("body of a REST request", RestRoutes.MAX_BODY_BYTES + " bytes"),
            Map.entry("content of a message", Messages.MAX_CONTENT_CHARS + " characters"),
            Map.entry("clientId", ClientId.MAX_CHARS + " visible ASCII characters"),
            Map.entry("reason of a deletion", MessageChanges.MAX_REASON_CHARS + " characters"),
            Map.entry("different emoji on a message", Integer.toString(MessageChanges.MAX_EMOJI)),
            Map.entry(
                "emoji of one person on a message", Integer.toString(MessageChanges.MAX_OWN_EMOJI)),
            Map.entry("pinned messages of a room", Integer.toString(MessageChanges.MAX_PINS)),
            Map.entry("versions of a message shown", Integer.toString(MessageChanges.MAX_VERSIONS)),
            Map.entry("name of a room", Rooms.MAX_NAME_CHARS + " characters"),
            Map.entry("topic of a room", Rooms.MAX_TOPIC_CHARS + " characters"),
            Map.entry("people in a direct room", Integer.toString(RoomCreation.MAX_DIRECT)),
            Map.entry(
                "invitations of a room at a time", Integer.toString(Invitations.MAX_PER_ROOM)),
            Map.entry("people named in one request", Integer.toString(Rooms.MAX_PEOPLE)),
            Map.entry("display name", Accounts.MAX_DISPLAY_NAME_CHARS + " characters"),
            Map.entry(
                "password",
                Accounts.MIN_PASSWORD_CHARS + " to " + Accounts.MAX_PASSWORD_CHARS + " characters"),
            Map.entry("frame from a client", Reception.MAX_FRAME_BYTES + " bytes"),
            Map.entry(
                "time to open a session", Connections.SIGN_IN_WITHIN.toSeconds() + " seconds"),
            Map.entry("silence of a client", Connections.SILENCE.toSeconds() + " seconds"),
            Map.entry("bytes a client has not read", Transport.MAX_QUEUED_BYTES + " bytes"),
            Map.entry("time without reading", Connections.STUCK.toSeconds() + " seconds"));

    limits.forEach(
        (what, much) -> {
          List<List<String>> rows = document.rows(what);
          assertEquals(1, rows.size(), "rows of " + what);
          assertEquals(much, rows.getFirst().get(1), what);
        });
  }
}
