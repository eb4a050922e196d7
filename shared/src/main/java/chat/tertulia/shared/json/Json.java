package chat.tertulia.shared.json;

import chat.tertulia.shared.error.FieldError;
import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON as Tertulia reads and writes it: unknown fields are ignored, absent values are left out,
 * times are ISO-8601 UTC with milliseconds, nothing is coerced.
 *
 * <p>Everything that comes from outside is read here, so that depth, size, NUL and lone surrogates
 * are refused in one place, with the field's name.
 */
public final class Json {
  /** Deepest nesting accepted, in levels. */
  public static final int MAX_DEPTH = 32;

  /** Longest string accepted, in characters; fields have their own, tighter limits. */
  public static final int MAX_STRING_CHARS = 1 << 20;

  /** {@code 2026-01-31T12:00:00.000Z} */
  private static final int TIME_CHARS = 24;

  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // JSON is UTF-8; guessing would let UTF-16 and UTF-32 in, and broken UTF-32
                  // ends the reader with something that is no syntax error.
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING_CHARS)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new Times())
                  .addDeserializer(Instant.class, new TimesBack()))
          .build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** ISO-8601 UTC with exactly three digits of milliseconds. */
  public static String time(Instant at) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9_999) {
      throw new IllegalArgumentException("the year must have four digits: " + utc.getYear());
    }
    var text = new StringBuilder(TIME_CHARS);
    digits(text, utc.getYear(), 1_000).append('-');
    digits(text, utc.getMonthValue(), 10).append('-');
    digits(text, utc.getDayOfMonth(), 10).append('T');
    digits(text, utc.getHour(), 10).append(':');
    digits(text, utc.getMinute(), 10).append(':');
    digits(text, utc.getSecond(), 10).append('.');
    return digits(text, at.getNano() / NANOS_PER_MILLI, 100).append('Z').toString();
  }

  /**
   * @param highest what the first digit counts
   */
  private static StringBuilder digits(StringBuilder text, int number, int highest) {
    for (int unit = highest; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
    return text;
  }

  /** Appends a text as a JSON string with its quotes. */
  public static StringBuilder quote(StringBuilder out, String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    return out.append('"');
  }

  /**
   * Reads a document from outside. An empty one is an empty object.
   *
   * @throws Problem {@code bad_request} when it is not one JSON object, too deep, or carries NUL or
   *     a lone surrogate
   */
  public static ObjectNode readObject(Buffer bytes) {
    if (bytes == null || bytes.length() == 0) {
      return object();
    }
    try (InputStream in =
        new ByteBufInputStream(((BufferInternal) bytes).getByteBuf().duplicate())) {
      return checked(MAPPER.readTree(in));
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not valid JSON: " + position(e));
    } catch (CharConversionException e) {
      throw Problem.badRequest("the body is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #readObject(Buffer)}, from text. */
  public static ObjectNode readObject(String text) {
    ObjectNode object = parseObject(text);
    refuseBrokenText(object);
    return object;
  }

  /** Refuses NUL and lone surrogates anywhere in a document, naming the field. */
  public static void refuseBrokenText(ObjectNode object) {
    // Names of fields are put together only where one must be told.
    if (!isClean(object)) {
      refuseBrokenText("", object);
    }
  }

  private static boolean isClean(JsonNode node) {
    if (node instanceof TextNode text) {
      return Text.isClean(text.textValue());
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!Text.isClean(field.getKey()) || !isClean(field.getValue())) {
          return false;
        }
      }
      return true;
    }
    for (int i = 0; i < node.size(); i++) {
      if (!isClean(node.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Syntax, depth and size only: for whoever must look at a field before the texts are checked. */
  public static ObjectNode parseObject(String text) {
    try {
      return objectOf(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not valid JSON: " + position(e));
    }
  }

  private static ObjectNode checked(JsonNode node) {
    ObjectNode object = objectOf(node);
    refuseBrokenText(object);
    return object;
  }

  private static ObjectNode objectOf(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw Problem.badRequest("the body must be one JSON object");
    }
    return object;
  }

  private static void refuseBrokenText(String path, JsonNode node) {
    switch (node.getNodeType()) {
      case STRING -> {
        if (!Text.isClean(node.textValue())) {
          throw Problem.field(path, "must not contain NUL or broken characters");
        }
      }
      case OBJECT ->
          node.properties()
              .forEach(
                  e -> {
                    if (!Text.isClean(e.getKey())) {
                      throw Problem.badRequest("a field name contains NUL or broken characters");
                    }
                    refuseBrokenText(
                        path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue());
                  });
      case ARRAY -> {
        for (int i = 0; i < node.size(); i++) {
          refuseBrokenText(path + "[" + i + "]", node.get(i));
        }
      }
      default -> {}
    }
  }

  /**
   * Turns a document into a request record, whose constructors check it.
   *
   * @throws Problem {@code bad_request} naming the field
   */
  public static <T> T convert(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonMappingException e) {
      throw named(e);
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not valid JSON: " + position(e));
    }
  }

  /**
   * Reads a list that our own database made.
   *
   * @param json an array, or null for an empty one
   */
  public static <T> List<T> list(String json, Class<T> type) {
    if (json == null || json.equals("[]")) {
      return List.of();
    }
    var all = new ArrayList<T>();
    for (JsonNode each : readObject("{\"all\":" + json + "}").path("all")) {
      all.add(convert(each, type));
    }
    return all;
  }

  /** Reads bytes that one of our own processes wrote. */
  public static <T> T read(Buffer bytes, Class<T> type) {
    try (InputStream in =
        new ByteBufInputStream(((BufferInternal) bytes).getByteBuf().duplicate())) {
      return MAPPER.readValue(in, type);
    } catch (JsonMappingException e) {
      throw named(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value as a tree of nodes. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static Buffer bytes(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
    }
  }

  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
    }
  }

  private static Problem named(JsonMappingException e) {
    String path = path(e);
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) {
        return problem.fields().isEmpty() ? problem : nested(path, problem);
      }
    }
    return path.isEmpty()
        ? Problem.badRequest("the body has the wrong shape")
        : Problem.field(path, "has the wrong type or value");
  }

  private static Problem nested(String path, Problem inner) {
    return Problem.fields(
        inner.fields().stream()
            .map(
                f -> {
                  boolean own = f.field().isEmpty() || path.endsWith(f.field());
                  String name = own ? path : path.isEmpty() ? f.field() : path + "." + f.field();
                  return new FieldError(name.isEmpty() ? f.field() : name, f.detail());
                })
            .toList());
  }

  private static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (var ref : e.getPath()) {
      if (ref.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(ref.getFieldName());
      } else if (ref.getIndex() >= 0) {
        path.append('[').append(ref.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  private static String position(JsonProcessingException e) {
    var at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr();
    return (e instanceof JsonParseException ? "syntax error" : "unreadable") + where;
  }

  private static final class Times extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant at, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time(at));
    }
  }

  private static final class TimesBack
      extends com.fasterxml.jackson.databind.JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(
        com.fasterxml.jackson.core.JsonParser in,
        com.fasterxml.jackson.databind.DeserializationContext context)
        throws IOException {
      try {
        return Instant.parse(in.getText());
      } catch (java.time.format.DateTimeParseException e) {
        throw Problem.field("", "must be a time like 2026-01-31T12:00:00.000Z");
      }
    }
  }
}
