package chat.tertulia.gateway.protocol;

import chat.tertulia.shared.error.FieldError;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client may send in the event-bus bridge protocol. */
public sealed interface ClientFrame {
  /** Longest address, in characters. */
  int MAX_ADDRESS_CHARS = 128;

  record Ping() implements ClientFrame {}

  /**
   * @param since the number the client has, or null
   * @param epoch the epoch of that number, or null
   */
  record Register(String address, Long since, String epoch) implements ClientFrame {}

  record Unregister(String address) implements ClientFrame {}

  /**
   * @param replyAddress where the answer goes; null when the client wants none
   */
  record Send(String address, ObjectNode body, String replyAddress) implements ClientFrame {}

  /** Clients publish nothing themselves. */
  record Publish(String address) implements ClientFrame {}

  /**
   * Reads one frame.
   *
   * @throws Malformed with the reply address as far as it could be read
   */
  static ClientFrame read(String text) {
    ObjectNode json;
    try {
      json = Json.parseObject(text);
    } catch (Problem e) {
      throw new Malformed(null, e);
    }
    try {
      Json.refuseBrokenText(json);
      return read(json);
    } catch (Problem e) {
      throw new Malformed(replyAddress(json), inTheSendersTerms(e));
    }
  }

  /** A field of the body by the name the operation knows it by, whoever found it wrong. */
  private static Problem inTheSendersTerms(Problem problem) {
    if (problem.fields().isEmpty()) {
      return problem;
    }
    return Problem.fields(
        problem.fields().stream()
            .map(f -> new FieldError(f.field().replaceFirst("^body\\.", ""), f.detail()))
            .toList());
  }

  private static ClientFrame read(ObjectNode json) {
    String type = json.path("type").asText("");
    return switch (type) {
      case "ping" -> new Ping();
      case "register" -> {
        JsonNode headers = json.path("headers");
        JsonNode epoch = headers.path("epoch");
        yield new Register(
            address(json),
            number(headers.path("since")),
            epoch.isTextual() ? epoch.asText() : null);
      }
      case "unregister" -> new Unregister(address(json));
      case "send" -> new Send(address(json), body(json), replyAddress(json));
      case "publish" -> new Publish(address(json));
      default -> throw Problem.field("type", "must be send, register, unregister or ping");
    };
  }

  private static String address(ObjectNode json) {
    JsonNode address = json.path("address");
    if (!address.isTextual() || address.asText().isEmpty()) {
      throw Problem.field("address", "is required");
    }
    if (address.asText().length() > MAX_ADDRESS_CHARS) {
      throw Problem.field("address", "must have at most " + MAX_ADDRESS_CHARS + " characters");
    }
    return address.asText();
  }

  private static ObjectNode body(ObjectNode json) {
    JsonNode body = json.path("body");
    if (body.isMissingNode() || body.isNull()) {
      return Json.object();
    }
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw Problem.field("body", "must be a JSON object");
  }

  private static String replyAddress(ObjectNode json) {
    JsonNode reply = json.path("replyAddress");
    return reply.isTextual() && reply.asText().length() <= MAX_ADDRESS_CHARS
        ? reply.asText()
        : null;
  }

  private static Long number(JsonNode since) {
    if (since.isMissingNode() || since.isNull()) {
      return null;
    }
    String text = since.asText();
    if (!text.matches("[0-9]{1,18}")) {
      throw Problem.field("headers.since", "must be the number of an entry");
    }
    return Long.valueOf(text);
  }

  /** A frame that could not be read; the connection lives. */
  final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String replyAddress;
    private final Problem problem;

    Malformed(String replyAddress, Problem problem) {
      super(problem.getMessage(), problem, false, false);
      this.replyAddress = replyAddress;
      this.problem = problem;
    }

    public String replyAddress() {
      return replyAddress;
    }

    public Problem problem() {
      return problem;
    }
  }
}
