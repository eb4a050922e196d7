package chat.tertulia.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a browser recorded of itself, in the format of Chromium's traces. Times are in ms. */
public final class BrowserTrace {
  private static final double MICROS_A_MILLI = 1_000;

  private final List<JsonNode> events;

  private BrowserTrace(List<JsonNode> events) {
    this.events = events;
  }

  /** Reads a trace as the browser gave it. */
  public static BrowserTrace of(byte[] json) {
    try {
      JsonNode all = new ObjectMapper().readTree(json).path("traceEvents");
      return new BrowserTrace(StreamSupport.stream(all.spliterator(), false).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests that were made. */
  public int requests() {
    return (int) events.stream().filter(e -> isCalled(e, "ResourceSendRequest")).count();
  }

  /** Bytes of their answers as they came over the wire, heads and compressed bodies. */
  public double receivedBytes() {
    return events.stream()
        .filter(e -> isCalled(e, "ResourceFinish"))
        .mapToDouble(e -> e.path("args").path("data").path("encodedDataLength").asDouble())
        .sum();
  }

  /** From the start of the navigation until something is painted. */
  public double firstPaint() {
    double start = first("navigationStart", Double.NaN);
    return (first("firstContentfulPaint", start) - start) / MICROS_A_MILLI;
  }

  private double first(String name, double after) {
    return events.stream()
        .filter(e -> isCalled(e, name))
        .mapToDouble(e -> e.path("ts").asDouble())
        .filter(ts -> Double.isNaN(after) || ts >= after)
        .min()
        .orElse(Double.NaN);
  }

  /** The longest the page was busy with one thing. */
  public double longestTask() {
    return events.stream()
            .filter(e -> isCalled(e, "EvaluateScript") || isCalled(e, "FunctionCall"))
            .mapToDouble(e -> e.path("dur").asDouble())
            .max()
            .orElse(0)
        / MICROS_A_MILLI;
  }

  /** From each press of a key until what it did was painted, ascending; in steps of 8 ms. */
  public double[] keys() {
    var durations = new ArrayList<Double>();
    for (JsonNode event : events) {
      JsonNode data = event.path("args").path("data");
      if (isCalled(event, "EventTiming") && data.path("type").asText().equals("keydown")) {
        durations.add(data.path("duration").asDouble());
      }
    }
    double[] sorted = durations.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static boolean isCalled(JsonNode event, String name) {
    return event.path("name").asText().equals(name);
  }
}
