package chat.tertulia.shared.runtime;

import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.http.RestRoutes;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Describes operations as an OpenAPI 3.1 document from their records. */
public final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private final ObjectNode schemas = Json.object();

  private OpenApi() {}

  /** The document of these operations; those not on REST are left out. */
  public static ObjectNode describe(String title, Collection<Operation<?, ?>> operations) {
    var api = new OpenApi();
    ObjectNode root = Json.object().put("openapi", "3.1.0");
    root.putObject("info").put("title", title).put("version", "1");
    root.putArray("servers").addObject().put("url", RestRoutes.PREFIX);
    ObjectNode paths = root.putObject("paths");
    operations.stream()
        .filter(o -> o.path() != null)
        .forEach(
            o ->
                paths
                    .withObjectProperty(o.path())
                    .set(o.method().name().toLowerCase(Locale.ROOT), api.operation(o)));
    ObjectNode components = root.putObject("components");
    components.set("schemas", api.schemas);
    api.schemas.set("Problem", problem());
    components
        .putObject("securitySchemes")
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT");
    return root;
  }

  private ObjectNode operation(Operation<?, ?> operation) {
    ObjectNode json =
        Json.object().put("operationId", operation.name()).put("summary", operation.summary());
    if (operation.access() == Operation.Access.USER) {
      json.putArray("security").addObject().putArray("bearer");
    }
    boolean hasBody =
        !HttpMethod.GET.equals(operation.method()) && !HttpMethod.DELETE.equals(operation.method());
    var inPath = PARAMETER.matcher(operation.path()).results().map(m -> m.group(1)).toList();
    ObjectNode body = Json.object().put("type", "object");
    for (RecordComponent each : operation.request().getRecordComponents()) {
      boolean path = inPath.contains(each.getName());
      if (path || !hasBody) {
        json.withArrayProperty("parameters").add(parameter(each, path));
      } else {
        body.withObjectProperty("properties").set(each.getName(), schema(each.getGenericType()));
      }
    }
    if (hasBody && body.has("properties")) {
      content(json.putObject("requestBody"), "application/json", body);
    }
    ObjectNode responses = json.putObject("responses");
    ObjectNode good =
        responses.putObject(Integer.toString(operation.status())).put("description", "done");
    if (operation.status() != 204) {
      content(good, "application/json", schema(operation.response()));
    }
    content(
        responses.putObject("default").put("description", "a problem"),
        "application/problem+json",
        reference("Problem"));
    return json;
  }

  private ObjectNode parameter(RecordComponent component, boolean path) {
    ObjectNode json =
        Json.object()
            .put("name", component.getName())
            .put("in", path ? "path" : "query")
            .put("required", path);
    json.set("schema", schema(component.getGenericType()));
    return json;
  }

  private static void content(ObjectNode in, String type, JsonNode schema) {
    in.putObject("content").putObject(type).set("schema", schema);
  }

  private static ObjectNode reference(String name) {
    return Json.object().put("$ref", "#/components/schemas/" + name);
  }

  private JsonNode schema(Type type) {
    if (type instanceof ParameterizedType list && Collection.class.isAssignableFrom(raw(list))) {
      ObjectNode array = Json.object().put("type", "array");
      array.set("items", schema(list.getActualTypeArguments()[0]));
      return array;
    }
    if (type instanceof ParameterizedType map && Map.class.isAssignableFrom(raw(map))) {
      return Json.object().put("type", "object");
    }
    return type instanceof Class<?> plain ? plain(plain) : Json.object();
  }

  private static Class<?> raw(ParameterizedType type) {
    return (Class<?>) type.getRawType();
  }

  private JsonNode plain(Class<?> type) {
    if (type == String.class) {
      return Json.object().put("type", "string");
    } else if (type == Long.class || type == long.class) {
      return Json.object().put("type", "integer").put("format", "int64");
    } else if (type == Integer.class || type == int.class) {
      return Json.object().put("type", "integer").put("format", "int32");
    } else if (type == Boolean.class || type == boolean.class) {
      return Json.object().put("type", "boolean");
    } else if (type == Instant.class) {
      return Json.object().put("type", "string").put("format", "date-time");
    } else if (type.isEnum()) {
      ObjectNode json = Json.object().put("type", "string");
      var values = json.putArray("enum");
      Arrays.stream(type.getEnumConstants()).forEach(v -> values.add(Json.tree(v)));
      return json;
    } else if (type.isRecord()) {
      return isText(type) ? Json.object().put("type", "string") : record(type);
    }
    return Json.object();
  }

  private static boolean isText(Class<?> type) {
    RecordComponent[] all = type.getRecordComponents();
    return all.length == 1
        && all[0].getType() == String.class
        && all[0].getAccessor().isAnnotationPresent(JsonValue.class);
  }

  private JsonNode record(Class<?> type) {
    String name = type.getSimpleName();
    if (!schemas.has(name)) {
      ObjectNode json = schemas.putObject(name).put("type", "object");
      ObjectNode properties = json.putObject("properties");
      for (RecordComponent each : type.getRecordComponents()) {
        properties.set(outwardName(each), schema(each.getGenericType()));
      }
    }
    return reference(name);
  }

  private static String outwardName(RecordComponent component) {
    var other = component.getAccessor().getAnnotation(JsonProperty.class);
    return other == null ? component.getName() : other.value();
  }

  private static ObjectNode problem() {
    ObjectNode json = Json.object().put("type", "object");
    ObjectNode properties = json.putObject("properties");
    for (String name : List.of("type", "title", "code", "detail", "instance")) {
      properties.putObject(name).put("type", "string");
    }
    properties.putObject("status").put("type", "integer");
    ObjectNode item =
        properties
            .putObject("errors")
            .put("type", "array")
            .putObject("items")
            .put("type", "object");
    item.putObject("properties").putObject("field").put("type", "string");
    return json;
  }
}
