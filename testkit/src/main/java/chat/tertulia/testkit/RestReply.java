package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What a REST request was answered. */
public record RestReply(int status, HttpHeaders headers, String text) {
  /** The body as JSON; an empty object when there is none. */
  public JsonNode json() {
    return text.isEmpty() ? Json.object() : Json.readObject(text);
  }

  /** This, if the status is the one wanted. */
  public RestReply expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError("answered " + status + " instead of " + wanted + ": " + text);
    }
    return this;
  }

  /** A header, empty when it is not there. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The problem's code, empty when the answer is no problem. */
  public String code() {
    return header("content-type").startsWith("application/problem+json")
        ? json().path("code").asText()
        : "";
  }
}
