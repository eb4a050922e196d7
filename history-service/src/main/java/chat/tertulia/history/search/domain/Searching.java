package chat.tertulia.history.search.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Search;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds messages in the rooms someone is in. */
public final class Searching {
  /** Matches, the newest, of which the best are chosen. */
  public static final int BEST_OF = 1_000;

  private final Finds finds;

  public Searching(Finds finds) {
    this.finds = finds;
  }

  /** What one search has settled before it looks. */
  private record Hunt(UserId seeker, List<Long> rooms, String asked, Instant since, int limit) {}

  /** A page of results. */
  public Future<Search.Results> find(Caller caller, Search.Find find) {
    UserId seeker = caller.user();
    Question question = question(find);
    FindCursor cursor = FindCursor.of(seeker, find);
    return finds
        .field(seeker, find.room())
        .map(field -> field.orElseThrow(Problem::notFound))
        .compose(
            field ->
                finds
                    .words(question.parts())
                    .compose(
                        words -> {
                          Instant since = find.after() == null ? Instant.EPOCH : find.after();
                          boolean best = find.sort().equals(Search.BEST);
                          int limit = best ? BEST_OF : find.limit() + 1;
                          String asked = question.asked(words);
                          var hunt = new Hunt(seeker, field.rooms(), asked, since, limit);
                          return best
                              ? best(hunt, find, question, cursor, field.now())
                              : newest(hunt, find, question, cursor, field.now());
                        }));
  }

  private static Question question(Search.Find find) {
    Question question = Question.read(find.q());
    if (find.has().contains("link")) {
      question = question.with(Question.LINK);
    }
    if (find.has().contains("file")) {
      question = question.with(Question.FILE);
    }
    if (find.from() != null) {
      question = question.with(Question.by(find.from().value()));
    }
    if (find.thread() != null) {
      question = question.with(Question.inThread(find.thread()));
    }
    if (question.isEmpty()) {
      throw Problem.field("q", "must have a letter, a digit or a filter like has:link");
    }
    return question;
  }

  private Future<Search.Results> newest(
      Hunt hunt, Search.Find find, Question question, FindCursor cursor, Instant now) {
    Future<List<Finds.Place>> places =
        cursor == null
            ? fromTop(hunt, find, now)
            : hunt(hunt, Finds.Below.place(cursor.place()), cursor.place().at().toEpochMilli());
    return places.compose(
        found -> {
          boolean more = found.size() > find.limit();
          List<Finds.Place> page = more ? found.subList(0, find.limit()) : found;
          String next = more ? new FindCursor(page.getLast(), 0).text(hunt.seeker(), find) : null;
          return results(hunt.seeker(), page, question, next);
        });
  }

  /**
   * The best of the newest. The cursor keeps the newest considered, so that what is written
   * meanwhile shifts nothing.
   */
  private Future<Search.Results> best(
      Hunt hunt, Search.Find find, Question question, FindCursor cursor, Instant now) {
    int skip = cursor == null ? 0 : cursor.skip();
    Future<List<Finds.Place>> places =
        cursor == null
            ? fromTop(hunt, find, now)
            : hunt(
                hunt,
                new Finds.Below(
                    cursor.place().at(), cursor.place().room().value(), cursor.place().seq() + 1),
                cursor.place().at().toEpochMilli());
    return places.compose(
        found ->
            finds
                .ranked(found, hunt.asked())
                .compose(
                    ranked -> {
                      int to = Math.min(ranked.size(), skip + find.limit());
                      List<Finds.Place> page = ranked.subList(Math.min(skip, to), to);
                      String next =
                          to < ranked.size()
                              ? new FindCursor(found.getFirst(), to).text(hunt.seeker(), find)
                              : null;
                      return results(hunt.seeker(), page, question, next);
                    }));
  }

  private Future<List<Finds.Place>> fromTop(Hunt hunt, Search.Find find, Instant now) {
    if (find.before() != null && find.before().isBefore(now)) {
      return hunt(hunt, Finds.Below.time(find.before()), find.before().toEpochMilli() - 1);
    }
    var window = Windows.open(0, now.toEpochMilli());
    Instant end = find.before() == null ? Search.LATEST : find.before();
    return step(hunt, window, Finds.Below.time(end), new ArrayList<>(), 0);
  }

  private Future<List<Finds.Place>> hunt(Hunt hunt, Finds.Below below, long last) {
    return step(hunt, Windows.ending(0, last), below, new ArrayList<>(), 0);
  }

  /** Looks into one window, and into the next longer one while there is too little. */
  private Future<List<Finds.Place>> step(
      Hunt hunt, Windows.Window window, Finds.Below below, List<Finds.Place> found, int level) {
    if (below.at().isBefore(hunt.since()) || hunt.rooms().isEmpty()) {
      return Future.succeededFuture(found);
    }
    int wanted = hunt.limit() - found.size();
    return finds
        .newest(
            hunt.seeker(), hunt.rooms(), window.keys(), hunt.asked(), below, hunt.since(), wanted)
        .compose(
            more -> {
              found.addAll(more);
              if (found.size() >= hunt.limit() || window.from() == 0) {
                return Future.succeededFuture(found);
              }
              var next = Windows.ending(level + 1, window.from() - 1);
              var end = Finds.Below.time(Instant.ofEpochMilli(window.from()));
              return step(hunt, next, end, found, level + 1);
            });
  }

  private Future<Search.Results> results(
      UserId seeker, List<Finds.Place> places, Question question, String next) {
    if (places.isEmpty()) {
      return Future.succeededFuture(new Search.Results(List.of(), null));
    }
    return finds
        .messages(seeker, places)
        .map(found -> found.stream().map(m -> result(m, question)).toList())
        .map(results -> new Search.Results(results, next));
  }

  private static Search.Result result(Finds.Found found, Question question) {
    return new Search.Result(
        found.place().room(),
        found.place().seq(),
        found.actor(),
        found.place().at(),
        found.content(),
        found.editedAt(),
        found.replyTo(),
        found.thread(),
        found.attachments().isEmpty() ? null : found.attachments(),
        Highlights.of(found.content(), question.terms()));
  }
}
