package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Step;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Appends to a room's log within the transaction of the change that the entries tell of. */
final class RoomLog {
  private static final String APPEND =
      """
      select idx, verdict, seq, at
        from history.append($1, $2, $3, $4, $5, $6)
       order by idx
      """;

  private RoomLog() {}

  /** What the log made of the steps, in their order. */
  record Appended(List<LogEntry> entries, Instant at) {}

  static Future<Appended> append(
      SqlConnection connection, RoomId room, Person actor, List<Step> steps) {
    int count = steps.size();
    var parameters =
        Tuple.of(
            repeat(room.value(), count),
            repeat(actor.id().value(), count),
            repeat(actor.name(), count),
            Rows.texts(steps, Step::kind),
            new String[count],
            Rows.texts(steps, Step::body));
    return connection
        .preparedQuery(APPEND)
        .execute(parameters)
        .map(rows -> entries(room, actor, steps, Rows.list(rows, row -> row)));
  }

  private static Appended entries(RoomId room, Person actor, List<Step> steps, List<Row> rows) {
    var entries = new ArrayList<LogEntry>();
    Instant at = null;
    for (int i = 0; i < steps.size(); i++) {
      Row row = rows.get(i);
      String verdict = row.getString("verdict");
      if (!verdict.equals("ok")) {
        throw new IllegalStateException("the log refused an entry of ours verdict=" + verdict);
      }
      Step step = steps.get(i);
      long seq = row.getLong("seq");
      at = Rows.at(row, "at");
      String json = LogEntry.frameBody(seq, step.kind(), actor, at, step.body());
      entries.add(new LogEntry(room, seq, step.kind(), step.subject(), step.change(), json));
    }
    return new Appended(entries, at);
  }

  private static String[] repeat(String value, int count) {
    var values = new String[count];
    Arrays.fill(values, value);
    return values;
  }
}
