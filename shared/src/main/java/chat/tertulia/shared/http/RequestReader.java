package chat.tertulia.shared.http;

import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.Text;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Fills a request record from body, query and path; the later wins. */
final class RequestReader {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  /**
   * {@code application/json} or a type that ends in {@code +json}. The type itself, not a
   * parameter: other web pages may send {@code text/plain;json} without asking.
   */
  private static final Pattern JSON =
      Pattern.compile("\\s*application/([\\w.-]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private static final ClassValue<Map<String, Class<?>>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
          var types = new HashMap<String, Class<?>>();
          for (RecordComponent each : type.getRecordComponents()) {
            types.put(each.getName(), each.getType());
          }
          return types;
        }
      };

  private RequestReader() {}

  static <Q> Q read(Operation<Q, ?> operation, RoutingContext context) {
    ObjectNode request = body(context);
    Map<String, Class<?>> types = COMPONENTS.get(operation.request());
    var query = context.queryParams();
    for (String name : query.names()) {
      if (types.containsKey(name)) {
        request.set(name, typed(name, query.get(name), types.get(name)));
      }
    }
    context
        .pathParams()
        .forEach(
            (name, value) -> {
              if (types.containsKey(name)) {
                request.set(name, typed(name, value, types.get(name)));
              }
            });
    return Json.convert(request, operation.request());
  }

  private static ObjectNode body(RoutingContext context) {
    Buffer bytes = context.body() == null ? null : context.body().buffer();
    if (bytes == null || bytes.length() == 0) {
      return Json.object();
    }
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !JSON.matcher(type).matches()) {
      throw Problem.of(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body must be sent as application/json");
    }
    return Json.readObject(bytes);
  }

  private static JsonNode typed(String name, String value, Class<?> type) {
    if (!Text.isClean(value)) {
      throw Problem.field(name, "must not contain NUL or broken characters");
    }
    if (type == Long.class || type == long.class || type == Integer.class || type == int.class) {
      if (!WHOLE.matcher(value).matches()) {
        throw Problem.field(name, "must be a whole number");
      }
      long number = Long.parseLong(value);
      boolean small = number == (int) number;
      return small ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }
    if (type == Boolean.class || type == boolean.class) {
      if (!value.equals("true") && !value.equals("false")) {
        throw Problem.field(name, "must be true or false");
      }
      return BooleanNode.valueOf(value.equals("true"));
    }
    return TextNode.valueOf(value);
  }
}
