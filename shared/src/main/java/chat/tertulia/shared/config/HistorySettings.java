package chat.tertulia.shared.config;

/** What history-service needs besides the database. */
public record HistorySettings(
    @Setting(
            name = "TERTULIA_HISTORY_PORT",
            fallback = "8083",
            doc = "REST port of history-service; 0 picks a free one")
        int port,
    @Setting(
            name = "TERTULIA_APPEND_BATCH",
            fallback = "500",
            doc = "entries committed together at most")
        int appendBatch,
    @Setting(
            name = "TERTULIA_APPEND_QUEUE",
            fallback = "20000",
            doc = "sends waiting for a commit at most; more are answered 503")
        int appendQueue) {
  public HistorySettings {
    Ports.check("TERTULIA_HISTORY_PORT", port);
    if (appendBatch < 1 || appendBatch > 5_000) {
      throw new BadSetting("TERTULIA_APPEND_BATCH", "must be 1 to 5000");
    }
    if (appendQueue < appendBatch) {
      throw new BadSetting("TERTULIA_APPEND_QUEUE", "must be at least TERTULIA_APPEND_BATCH");
    }
  }
}
