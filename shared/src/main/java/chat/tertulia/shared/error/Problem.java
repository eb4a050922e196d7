package chat.tertulia.shared.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The one exception of the contract: a request was understood well enough to say why not.
 *
 * <p>Its detail is shown to the caller. Any other throwable that reaches an edge is a bug: it is
 * logged whole and shown as {@link ErrorCode#INTERNAL}.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The wait advised with a retryable problem that names none. */
  public static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

  private final ErrorCode code;
  private final transient List<FieldError> fields;
  private final Duration retryAfter;

  private Problem(ErrorCode code, String detail, List<FieldError> fields, Duration retryAfter) {
    super(detail, null, false, false);
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }

  public static Problem of(ErrorCode code, String detail) {
    return new Problem(code, detail, List.of(), code.retryable() ? DEFAULT_RETRY_AFTER : null);
  }

  /** A retryable problem with the wait to advise. */
  public static Problem retry(ErrorCode code, String detail, Duration after) {
    return new Problem(code, detail, List.of(), after);
  }

  /** A field that is wrong. */
  public static Problem field(String field, String detail) {
    return fields(List.of(new FieldError(field, detail)));
  }

  /** A field that makes a request fail with another code than {@code bad_request}. */
  public static Problem field(ErrorCode code, String field, String detail) {
    var fields = List.of(new FieldError(field, detail));
    return new Problem(code, field + " " + detail, fields, null);
  }

  public static Problem fields(List<FieldError> fields) {
    var first = fields.getFirst();
    return new Problem(
        ErrorCode.BAD_REQUEST, first.field() + " " + first.detail(), List.copyOf(fields), null);
  }

  public static Problem badRequest(String detail) {
    return of(ErrorCode.BAD_REQUEST, detail);
  }

  /** The answer for what does not exist and for what the caller may not know of. */
  public static Problem notFound() {
    return of(ErrorCode.NOT_FOUND, "not found");
  }

  public static Problem denied(String detail) {
    return of(ErrorCode.ACCESS_DENIED, detail);
  }

  public ErrorCode code() {
    return code;
  }

  public List<FieldError> fields() {
    return fields == null ? List.of() : fields;
  }

  /** How long to wait before the same request again; null where a retry is of no use. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The {@code application/problem+json} document; also how a problem crosses the bus. */
  public ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", "about:blank");
    json.put("title", code.code().replace('_', ' '));
    json.put("status", code.status());
    json.put("code", code.code());
    json.put("detail", getMessage());
    if (!fields().isEmpty()) {
      var list = json.putArray("errors");
      fields().forEach(f -> list.addObject().put("field", f.field()).put("detail", f.detail()));
    }
    if (retryAfter != null) {
      json.put("retryAfterMs", retryAfter.toMillis());
    }
    return json;
  }

  /** The inverse of {@link #toJson()}. */
  public static Problem fromJson(JsonNode json) {
    var fields = new ArrayList<FieldError>();
    for (JsonNode each : json.path("errors")) {
      fields.add(new FieldError(each.path("field").asText(), each.path("detail").asText()));
    }
    var wait =
        json.has("retryAfterMs") ? Duration.ofMillis(json.path("retryAfterMs").asLong()) : null;
    return new Problem(
        ErrorCode.of(json.path("code").asText()), json.path("detail").asText(), fields, wait);
  }
}
