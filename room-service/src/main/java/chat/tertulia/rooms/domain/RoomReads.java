package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Moderation.Ban;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions about rooms that lock nothing. */
public interface RoomReads {
  /**
   * A room together with what its reader is in it and has set for themselves.
   *
   * @param mutedUntil null when they may post
   */
  record MyRoom(RoomRecord room, Role role, Preference preference, Instant mutedUntil) {
    public MyRoom(RoomRecord room, Role role) {
      this(room, role, Preference.NONE, null);
    }
  }

  /** Rooms of a person with an id above the given one, by id. */
  Future<List<MyRoom>> roomsOf(UserId user, String aboveId, int limit);

  /**
   * The rooms of some people.
   *
   * @param with only those this person is in too; null for all
   */
  Future<Map<UserId, List<RoomId>>> placesOf(List<UserId> users, UserId with);

  /** One room, if the person is in it. */
  Future<Optional<MyRoom>> roomOf(UserId user, RoomId room);

  /** A room whoever asks: only to judge a request to come in. */
  Future<Optional<RoomRecord>> door(RoomId room);

  /** The instant room with this code. */
  Future<Optional<RoomId>> byCode(String code);

  /** The room an invitation leads to, used up or not. */
  Future<Optional<RoomId>> byInvite(String code);

  /** Who is in these rooms: for direct rooms, which are small. */
  Future<Map<RoomId, List<Person>>> peopleOf(Collection<RoomId> rooms);

  /**
   * Public rooms by name.
   *
   * @param pattern LIKE pattern over folded text, empty for all
   * @param afterKey sort key and id of the last room already seen, both empty for the first page
   */
  Future<List<RoomRecord>> publicRooms(String pattern, String afterKey, String afterId, int limit);

  /** One member, for those who may know; {@code not_found} without them. */
  Future<Membership> memberOf(RoomId room, UserId user);

  /** Members who joined after an entry, in that order; empty if the reader is no member. */
  Future<Optional<List<Membership>>> membersOf(RoomId room, UserId reader, long after, int limit);

  /** Who is kept out of a room, in the order of the bans, after a time and id. */
  Future<List<Ban>> bansOf(RoomId room, long afterMs, String afterUser, int limit);

  /** One ban; {@code not_found} without it. */
  Future<Ban> banOf(RoomId room, UserId user);
}
