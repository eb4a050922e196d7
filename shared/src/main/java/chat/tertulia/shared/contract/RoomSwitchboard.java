package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;
import java.util.stream.Stream;

/** Operations of room-service for those who run a room, and for what people set for themselves. */
public final class RoomSwitchboard {
  private RoomSwitchboard() {}

  public static final Operation<Moderation.BanPerson, Moderation.Ban> BAN =
      rest(
          "room.ban",
          PUT,
          "/rooms/{roomId}/bans/{userId}",
          Moderation.BanPerson.class,
          Moderation.Ban.class,
          "Keep a person out of a room");
  public static final Operation<Moderation.PersonIn, Nothing> UNBAN =
      rest(
              "room.unban",
              DELETE,
              "/rooms/{roomId}/bans/{userId}",
              Moderation.PersonIn.class,
              Nothing.class,
              "Let a person come back")
          .status(204);
  public static final Operation<Moderation.PageOf, Moderation.Bans> BANS =
      rest(
          "room.bans",
          GET,
          "/rooms/{roomId}/bans",
          Moderation.PageOf.class,
          Moderation.Bans.class,
          "Who is kept out of a room");
  public static final Operation<Moderation.InviteUsesOf, Moderation.InviteUses> INVITE_USES =
      rest(
          "room.invite.uses",
          GET,
          "/rooms/{roomId}/invites/{id}/uses",
          Moderation.InviteUsesOf.class,
          Moderation.InviteUses.class,
          "Who came in by an invitation");
  public static final Operation<Moderation.Prefer, Rooms.Room> PREFER =
      rest(
          "room.prefer",
          PATCH,
          "/rooms/{roomId}/preferences",
          Moderation.Prefer.class,
          Rooms.Room.class,
          "What I want of a room for myself");

  /** All of other files than {@link Switchboard} that room-service serves. */
  public static final List<Operation<?, ?>> ALL =
      Stream.concat(
              Stream.of(BAN, UNBAN, BANS, INVITE_USES, PREFER), PeopleSwitchboard.ROOMS.stream())
          .<Operation<?, ?>>map(each -> each)
          .toList();
}
