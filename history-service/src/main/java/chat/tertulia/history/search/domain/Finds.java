package chat.tertulia.history.search.domain;

import chat.tertulia.history.search.domain.Question.Part;
import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The index of what can be found. */
public interface Finds {
  /** Words that one part stands for, at most. */
  int MAX_WORDS = 128;

  /** Where a message is in the order of a search, which is by time. */
  record Place(Instant at, RoomId room, long seq) {}

  /**
   * Where someone may look.
   *
   * @param rooms keys of their rooms
   * @param now the database's time
   */
  record Field(List<Long> rooms, Instant now) {}

  /** Their rooms, or the one room; empty when it is none of theirs. */
  Future<Optional<Field>> field(UserId seeker, RoomId room);

  /** The words that each part stands for: those in use longest, at most {@link #MAX_WORDS}. */
  Future<Map<Part, List<String>>> words(Collection<Part> parts);

  /**
   * The newest matches in a window.
   *
   * @param rooms keys of rooms; that the seeker is in them is checked again
   * @param window keys of windows
   * @param asked a {@code tsquery}
   * @param below only what comes before this place
   * @param since only what is not older
   */
  Future<List<Place>> newest(
      UserId seeker,
      List<Long> rooms,
      List<Long> window,
      String asked,
      Below below,
      Instant since,
      int limit);

  /** An upper end, exclusive: a place, or a time alone with an empty room. */
  record Below(Instant at, String room, long seq) {
    static Below time(Instant at) {
      return new Below(at, "", 0);
    }

    static Below place(Place place) {
      return new Below(place.at(), place.room().value(), place.seq());
    }
  }

  /** A message that was found, as it is now. */
  record Found(
      Place place,
      Person actor,
      String content,
      Instant editedAt,
      Long replyTo,
      Long thread,
      List<Attachment> attachments) {}

  /** The same places, best match first, newer before older. */
  Future<List<Place>> ranked(List<Place> places, String asked);

  /** The messages as they are now, in this order, without those the seeker may not see. */
  Future<List<Found>> messages(UserId seeker, List<Place> places);
}
