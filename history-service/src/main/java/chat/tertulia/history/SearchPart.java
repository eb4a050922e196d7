package chat.tertulia.history;

import chat.tertulia.history.domain.Announcer;
import chat.tertulia.history.domain.EpochWatch;
import chat.tertulia.history.search.api.SearchApi;
import chat.tertulia.history.search.domain.Follower;
import chat.tertulia.history.search.domain.Searching;
import chat.tertulia.history.search.store.SqlFinds;
import chat.tertulia.history.search.store.SqlSearchIndex;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Search, wired: what asks the index and what keeps it behind the log. */
final class SearchPart {
  /** Searches at once, at most: more wait, so that they take no processor from sends. */
  static final int MAX_SEARCHES = 3;

  private final Vertx vertx;
  private final Database asking;
  private final Database following;
  private final Follower follower;

  SearchPart(Vertx vertx, DatabaseSettings settings, String role, EpochWatch epochs) {
    this.vertx = vertx;
    asking =
        Database.open(vertx, settings.withConnections(MAX_SEARCHES), role, SqlFinds.CONNECTION);
    following = Database.open(vertx, settings.withConnections(1), role);
    follower =
        new Follower(
            new SqlSearchIndex(following),
            epochs::current,
            delay -> vertx.setTimer(delay, timer -> due()));
  }

  private void due() {
    follower.due();
  }

  void bind(OperationBinder operations) {
    new SearchApi(new Searching(new SqlFinds(asking))).bind(operations);
  }

  void start() {
    vertx.setPeriodic(Follower.EVERY_MS, timer -> follower.look());
  }

  /** The same announcer, and search hears of what it announces. */
  Announcer after(Announcer announcer) {
    return new Announcer() {
      @Override
      public void appended(List<LogEntry> entries) {
        announcer.appended(entries);
        follower.soon();
      }

      @Override
      public void moved(UserId user, RoomId room, ReadMark mark) {
        announcer.moved(user, room, mark);
      }
    };
  }

  Future<Void> close() {
    return follower
        .close()
        .transform((ok, failed) -> asking.close())
        .transform((ok, failed) -> following.close());
  }
}
