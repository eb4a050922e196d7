package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Moderation;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Invite;
import chat.tertulia.shared.contract.Rooms.Invites;
import chat.tertulia.shared.contract.Rooms.MakeInvite;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.OpaqueId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Invitations of a room: its owners and moderators make, see and revoke them. */
public final class Invitations {
  public static final Duration DEFAULT_LIFE = Duration.ofDays(7);

  /** Good invitations a room may have at a time. */
  public static final int MAX_PER_ROOM = 100;

  private static final int PAGE = 50;
  private static final String USES = "invite-uses";

  private final InviteStore store;
  private final RoomReads reads;
  private final CreationRate rate;
  private final String linkPrefix;

  /**
   * @param publicUrl address people open, may be empty
   */
  public Invitations(InviteStore store, RoomReads reads, CreationRate rate, String publicUrl) {
    this.store = store;
    this.reads = reads;
    this.rate = rate;
    String base =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    this.linkPrefix = base + "/#/join/";
  }

  public Future<Invite> make(Caller caller, MakeInvite request) {
    rate.take(caller.user());
    var life = request.expiresIn() == null ? DEFAULT_LIFE : Duration.ofSeconds(request.expiresIn());
    return requireModerator(caller, request.roomId())
        .compose(
            ok ->
                store.make(
                    request.roomId(),
                    caller.user(),
                    OpaqueId.random('i'),
                    Codes.invite(),
                    life,
                    request.uses(),
                    MAX_PER_ROOM))
        .map(this::linked);
  }

  public Future<Invites> list(Caller caller, RoomId room) {
    return requireModerator(caller, room)
        .compose(ok -> store.of(room))
        .map(found -> new Invites(found.stream().map(this::linked).toList(), null));
  }

  public Future<Void> revoke(Caller caller, RoomId room, String id) {
    return requireModerator(caller, room)
        .compose(ok -> store.revoke(room, id))
        .compose(
            there -> there ? Future.succeededFuture() : Future.failedFuture(Problem.notFound()));
  }

  /** Who came in by an invitation, first comers first. */
  public Future<Moderation.InviteUses> uses(Caller caller, Moderation.InviteUsesOf request) {
    int page = request.limit() == null ? PAGE : request.limit();
    List<String> after =
        request.cursor() == null ? List.of("0", "") : Cursor.read(request.cursor(), USES, 2);
    return requireModerator(caller, request.roomId())
        .compose(
            ok ->
                store.uses(
                    request.roomId(),
                    request.id(),
                    Cursor.number(after),
                    after.getLast(),
                    page + 1))
        .map(found -> found.orElseThrow(Problem::notFound))
        .map(
            found ->
                new Moderation.InviteUses(
                    found.stream().limit(page).toList(),
                    found.size() > page ? after(found.get(page - 1)) : null));
  }

  private static String after(Moderation.InviteUse last) {
    return Cursor.of(USES, Long.toString(last.at().toEpochMilli()), last.user().id().value());
  }

  private Future<Void> requireModerator(Caller caller, RoomId room) {
    return reads
        .roomOf(caller.user(), room)
        .map(found -> found.orElseThrow(Problem::notFound))
        .map(
            my -> {
              Rights.require(my.room(), my.role(), Rights.Act.INVITE);
              return null;
            });
  }

  private Invite linked(Invite i) {
    return new Invite(
        i.id(), i.code(), linkPrefix + i.code(), i.expiresAt(), i.usesLeft(), i.by(), i.used());
  }
}
