package chat.tertulia.bench.report;

import java.util.Locale;

/** What is measured. The README says how. */
public enum Metric {
  CPU("CPU with the database", "µs/delivery"),
  CPU_SERVER("of it JVM", "µs/delivery"),
  CPU_DATABASE("of it PostgreSQL", "µs/delivery"),
  DATABASE_PER_SEND("PostgreSQL", "µs/send"),
  ALLOCATED("allocated", "B/delivery"),
  RATE("deliveries", "1/s"),
  P50("p50", "ms"),
  P99("p99", "ms"),
  P999("p99.9", "ms"),
  COMMIT_P50("commit p50", "ms"),
  WITHOUT_COMMIT_P50("p50 less commit p50", "ms"),
  WIRE("received", "B/delivery"),
  GENERATOR_CPU("generator CPU", "µs/delivery"),
  GENERATOR_LATE_P99("generator late p99", "ms"),
  GENERATOR_LATE("generator late at worst", "ms"),
  OTHERS("machine busy with something else", "%"),
  RESIDENT_PER_CONNECTION("resident", "KiB/connection"),
  HEAP_PER_CONNECTION("live heap", "KiB/connection"),
  RESIDENT_BASE("resident without them", "MiB"),
  IDLE_CPU("CPU with nothing to do", "µs/s/connection"),
  STORM_TIME("time until all live", "s"),
  STORM_CPU("CPU with the database", "µs/client"),
  STORM_CPU_SERVER("of it JVM", "µs/client"),
  STORM_REGISTRATIONS("cluster registrations made by it", ""),
  REGISTRATIONS_HELD("registrations the cluster holds", ""),
  ACKS("acknowledged", "1/s"),
  ACK_CPU("CPU with the database", "µs/send"),
  ACK_CPU_SERVER("of it JVM", "µs/send"),
  ACK_CPU_DATABASE("of it PostgreSQL", "µs/send"),
  ACK_P50("ack p50", "ms"),
  ACK_P99("ack p99", "ms"),
  REDIS_CALLS_CONNECTION("Redis calls, coming", "1/connection"),
  REDIS_BYTES_CONNECTION("Redis traffic, coming", "B/connection"),
  REDIS_CALLS_IDLE("Redis calls, staying", "1/connection/min"),
  REDIS_BYTES_IDLE("Redis traffic, staying", "B/connection/min"),
  REDIS_CALLS_CHANGE("Redis calls, changing", "1/change"),
  REDIS_COMMANDS_CHANGE("with what scripts do", "1/change"),
  REDIS_BYTES_CHANGE("Redis traffic, changing", "B/change"),
  REDIS_MEMORY("Redis memory", "B/connection"),
  WORD_P50("one word p50", "ms"),
  WORD_P95("one word p95", "ms"),
  WORDS_P50("two words p50", "ms"),
  WORDS_P95("two words p95", "ms"),
  PART_P50("part of a word p50", "ms"),
  PART_P95("part of a word p95", "ms"),
  APPENDS_ALONE("appends without search", "1/s"),
  APPENDS_FOLLOWED("appends with search following", "1/s"),
  PAGE_BYTES("first visit", "B"),
  PAGE_REQUESTS("requests of it", ""),
  PAGE_PAINT("first paint", "ms"),
  PAGE_TASK("longest script", "ms"),
  PAGE_BYTES_AGAIN("return", "B"),
  PAGE_LIST("list shown", "ms"),
  PAGE_OPEN("room opened", "ms"),
  PAGE_OPEN_AGAIN("room opened again", "ms"),
  PAGE_OPEN_ASKS("questions for it", ""),
  PAGE_KEY("key p95", "ms");

  private final String title;
  private final String unit;

  Metric(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Title of the column. */
  public String title() {
    return unit.isEmpty() ? title : title + " (" + unit + ")";
  }

  /** Whether it says something of a server, so that one is divided by another. */
  public boolean isOfServer() {
    return switch (this) {
      case OTHERS, WIRE, WITHOUT_COMMIT_P50, GENERATOR_CPU, GENERATOR_LATE_P99, GENERATOR_LATE ->
          false;
      default -> true;
    };
  }

  /** Key in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
