package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a text refers to in its room. */
public interface Surroundings {
  /** People that one text may name at most. */
  int MAX_NAMED = 50;

  /** Members of a room in which everybody may call all of them. */
  int SMALL_ROOM = 100;

  /**
   * @param names what may be a member's name, in lower case, or id
   * @param replyTo number of the message it answers; or null
   * @param thread number of the message whose thread it belongs to; or null
   * @param all whether everybody is called
   */
  record Asked(
      RoomId room, UserId actor, Set<String> names, Long replyTo, Long thread, boolean all) {}

  /**
   * @param hasReplyTo whether there is such a message, or none was asked for
   * @param hasThread whether a thread can begin with it, or none was asked for
   * @param people members with one of the names or ids
   * @param mayCallAll whether the actor may call everybody
   * @param everybody members to be told when everybody is called, {@value #SMALL_ROOM} at most
   */
  record Found(
      boolean hasReplyTo,
      boolean hasThread,
      List<Person> people,
      boolean mayCallAll,
      List<UserId> everybody) {}

  /** Empty when the actor is not in the room. */
  Future<Optional<Found>> find(Asked asked);
}
