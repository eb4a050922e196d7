package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The part of the compose specification that our file uses, with the form of each value. Written
 * down here because its official schema comes in no artifact that a build could depend on; what is
 * not in this list is an error, so that whoever uses more of compose looks it up and adds it.
 */
final class ComposeSchema {
  private static final Pattern DURATION = Pattern.compile("(\\d+(us|ms|s|m|h))+");
  private static final Pattern BYTES = Pattern.compile("\\d+(b|k|m|g|kb|mb|gb)?");
  private static final Pattern PORT = Pattern.compile("([\\d.]+:)?\\d+:\\d+(/(tcp|udp))?");
  private static final Pattern MOUNT = Pattern.compile("[\\w./-]+:/[\\w./-]+(:(ro|rw))?");

  private static final Predicate<JsonNode> TEXT = JsonNode::isTextual;
  private static final Predicate<JsonNode> TEXTS = listOf(TEXT);

  private static final Map<String, Predicate<JsonNode>> TOP =
      Map.of(
          "name", TEXT,
          "services", JsonNode::isObject,
          "networks", JsonNode::isObject,
          "volumes", JsonNode::isObject);

  private static final Map<String, Predicate<JsonNode>> SERVICE =
      Map.ofEntries(
          Map.entry("image", TEXT),
          Map.entry("build", object(Map.of("context", TEXT, "args", mapOf(JsonNode::isValueNode)))),
          Map.entry("restart", oneOf("no", "always", "unless-stopped", "on-failure")),
          Map.entry("read_only", JsonNode::isBoolean),
          Map.entry("tmpfs", TEXTS),
          Map.entry("cap_drop", TEXTS),
          Map.entry("security_opt", TEXTS),
          Map.entry("stop_grace_period", text(DURATION)),
          Map.entry("mem_limit", text(BYTES)),
          Map.entry("shm_size", text(BYTES)),
          Map.entry(
              "depends_on",
              TEXTS.or(
                  mapOf(
                      object(
                          Map.of(
                              "condition",
                              oneOf(
                                  "service_started",
                                  "service_healthy",
                                  "service_completed_successfully")))))),
          Map.entry("networks", TEXTS.or(mapOf(object(Map.of("ipv4_address", text("[\\d.]+")))))),
          Map.entry("environment", mapOf(each -> each.isValueNode() && !each.isBoolean())),
          Map.entry("volumes", listOf(text(MOUNT))),
          Map.entry("ports", listOf(text(PORT))),
          Map.entry("command", TEXTS),
          Map.entry(
              "healthcheck",
              object(
                  Map.of(
                      "test",
                      each -> TEXTS.test(each) && oneOf("CMD", "CMD-SHELL").test(each.path(0)),
                      "interval",
                      text(DURATION),
                      "timeout",
                      text(DURATION),
                      "retries",
                      JsonNode::isInt))));

  private static final Map<String, Predicate<JsonNode>> NETWORK =
      Map.of("ipam", object(Map.of("config", listOf(object(Map.of("subnet", text("[\\d./]+")))))));

  private ComposeSchema() {}

  /** What is wrong with a file, or nothing. */
  static List<String> faults(JsonNode file) {
    var faults = new ArrayList<String>();
    file.properties().stream()
        .filter(each -> !each.getKey().startsWith("x-"))
        .forEach(each -> check("", each, TOP, faults));
    file.path("services")
        .properties()
        .forEach(
            service ->
                service
                    .getValue()
                    .properties()
                    .forEach(each -> check(service.getKey() + ".", each, SERVICE, faults)));
    file.path("networks")
        .properties()
        .forEach(
            network ->
                network
                    .getValue()
                    .properties()
                    .forEach(each -> check(network.getKey() + ".", each, NETWORK, faults)));
    return faults;
  }

  private static void check(
      String where,
      Map.Entry<String, JsonNode> field,
      Map<String, Predicate<JsonNode>> known,
      List<String> faults) {
    Predicate<JsonNode> form = known.get(field.getKey());
    if (form == null) {
      faults.add("no field " + where + field.getKey());
    } else if (!form.test(field.getValue())) {
      faults.add(where + field.getKey() + " cannot be " + field.getValue());
    }
  }

  private static Predicate<JsonNode> text(String pattern) {
    return text(Pattern.compile(pattern));
  }

  private static Predicate<JsonNode> text(Pattern pattern) {
    return each -> each.isTextual() && pattern.matcher(each.textValue()).matches();
  }

  private static Predicate<JsonNode> oneOf(String... values) {
    return each -> each.isTextual() && List.of(values).contains(each.textValue());
  }

  private static Predicate<JsonNode> listOf(Predicate<JsonNode> form) {
    return each -> {
      boolean good = each.isArray();
      for (JsonNode one : each) {
        good &= form.test(one);
      }
      return good;
    };
  }

  private static Predicate<JsonNode> mapOf(Predicate<JsonNode> form) {
    return each ->
        each.isObject() && each.properties().stream().allMatch(one -> form.test(one.getValue()));
  }

  private static Predicate<JsonNode> object(Map<String, Predicate<JsonNode>> fields) {
    return each ->
        each.isObject()
            && each.properties().stream()
                .allMatch(
                    one ->
                        fields.containsKey(one.getKey())
                            && fields.get(one.getKey()).test(one.getValue()));
  }
}
