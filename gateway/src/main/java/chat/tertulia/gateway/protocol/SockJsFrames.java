package chat.tertulia.gateway.protocol;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The framing of SockJS 0.3.3 over WebSocket. */
public final class SockJsFrames {
  public static final String OPEN = "o";
  public static final String HEARTBEAT = "h";

  /** Messages in one client frame at most; a hostile client could pack thousands of empty ones. */
  public static final int MAX_MESSAGES = 64;

  private static final JsonFactory JSON = new JsonFactory();

  private SockJsFrames() {}

  /** {@code a["…","…"]} */
  public static String array(List<String> messages) {
    int size = 3;
    for (String message : messages) {
      size += message.length() + message.length() / 8 + 3;
    }
    var out = new StringBuilder(size).append("a[");
    for (int i = 0; i < messages.size(); i++) {
      out.append(i == 0 ? "\"" : ",\"");
      quote(out, messages.get(i));
      out.append('"');
    }
    return out.append(']').toString();
  }

  /** {@code a["…"]} */
  public static String one(String message) {
    return array(List.of(message));
  }

  /** {@code c[code,"reason"]} */
  public static String close(int code, String reason) {
    var out = new StringBuilder("c[").append(code).append(",\"");
    quote(out, reason);
    return out.append("\"]").toString();
  }

  private static void quote(StringBuilder out, String text) {
    JsonStringEncoder.getInstance().quoteAsString(text, out);
  }

  /**
   * The messages of a client frame: an array of strings, or one string.
   *
   * @throws Problem when it is anything else, or has more than {@link #MAX_MESSAGES}
   */
  public static List<String> messages(String frame) {
    return messages(frame, MAX_MESSAGES);
  }

  /** The same with another limit; for a body, where a client sends all it has at once. */
  public static List<String> messages(String frame, int most) {
    try (JsonParser in = JSON.createParser(frame)) {
      JsonToken first = in.nextToken();
      if (first == JsonToken.VALUE_STRING) {
        return List.of(in.getText());
      }
      if (first != JsonToken.START_ARRAY) {
        throw Problem.badRequest("a SockJS frame must be an array of strings");
      }
      var messages = new ArrayList<String>();
      while (in.nextToken() == JsonToken.VALUE_STRING) {
        if (messages.size() == most) {
          throw Problem.badRequest("a frame may hold at most " + most + " messages");
        }
        messages.add(in.getText());
      }
      if (in.currentToken() != JsonToken.END_ARRAY) {
        throw Problem.badRequest("a SockJS frame must be an array of strings");
      }
      return messages;
    } catch (IOException e) {
      throw Problem.badRequest("the frame is not valid JSON");
    }
  }
}
