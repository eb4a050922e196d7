package chat.tertulia.rooms.api;

import chat.tertulia.rooms.domain.Browsing;
import chat.tertulia.rooms.domain.Entrance;
import chat.tertulia.rooms.domain.Invitations;
import chat.tertulia.rooms.domain.Memberships;
import chat.tertulia.rooms.domain.RoomCreation;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Places;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.runtime.ServiceOperations;
import io.vertx.core.Future;

/** Binds the operations of rooms to what decides them. */
public final class RoomOperations {
  private final RoomCreation creation;
  private final Entrance entrance;
  private final Memberships memberships;
  private final Invitations invitations;
  private final Browsing browsing;

  public RoomOperations(
      RoomCreation creation,
      Entrance entrance,
      Memberships memberships,
      Invitations invitations,
      Browsing browsing) {
    this.creation = creation;
    this.entrance = entrance;
    this.memberships = memberships;
    this.invitations = invitations;
    this.browsing = browsing;
  }

  /** Binds all; paths with a fixed word come before those with an id in the same place. */
  public void bind(ServiceOperations operations) {
    operations
        .on(Places.ASK, call -> answer(browsing.places(call.body().users(), call.body().with())))
        .on(Switchboard.LIST_ROOMS, this::list)
        .on(Switchboard.DIRECTORY, this::directory)
        .on(Switchboard.CREATE_ROOM, call -> answer(creation.create(call.caller(), call.body())))
        .on(Switchboard.DIRECT_ROOM, call -> creation.direct(call.caller(), call.body().userIds()))
        .on(Switchboard.JOIN_BY_CODE, this::joinByCode)
        .on(Switchboard.GET_ROOM, call -> answer(browsing.one(call.caller(), call.body().roomId())))
        .on(Switchboard.CHANGE_ROOM, call -> answer(memberships.alter(call.caller(), call.body())))
        .on(
            Switchboard.CLOSE_ROOM,
            call -> done(memberships.close(call.caller(), call.body().roomId())))
        .on(Switchboard.JOIN_ROOM, this::join)
        .on(
            Switchboard.LEAVE_ROOM,
            call -> done(memberships.leave(call.caller(), call.body().roomId())))
        .on(Switchboard.MEMBERS, this::members)
        .on(Switchboard.SET_MEMBER, call -> answer(memberships.set(call.caller(), call.body())))
        .on(Switchboard.REMOVE_MEMBER, call -> done(memberships.remove(call.caller(), call.body())))
        .on(Switchboard.MAKE_INVITE, call -> answer(invitations.make(call.caller(), call.body())))
        .on(
            Switchboard.INVITES,
            call -> answer(invitations.list(call.caller(), call.body().roomId())))
        .on(Switchboard.REVOKE_INVITE, this::revoke);
  }

  private Future<Answer<Rooms.RoomList>> list(Call<Rooms.MyRooms> call) {
    return answer(browsing.mine(call.caller(), call.body().cursor(), call.body().limit()));
  }

  private Future<Answer<Rooms.RoomList>> directory(Call<Rooms.Browse> call) {
    Rooms.Browse request = call.body();
    return answer(browsing.directory(request.q(), request.cursor(), request.limit()));
  }

  private Future<Answer<Rooms.Room>> join(Call<Rooms.Join> call) {
    Rooms.Join request = call.body();
    return answer(
        entrance.join(
            call.caller(), call.origin().address(), request.roomId(), request.password()));
  }

  private Future<Answer<Rooms.Room>> joinByCode(Call<Rooms.JoinByCode> call) {
    return answer(entrance.joinByCode(call.caller(), call.origin().address(), call.body().code()));
  }

  private Future<Answer<Rooms.Members>> members(Call<Rooms.MembersOf> call) {
    Rooms.MembersOf request = call.body();
    return answer(
        browsing.members(call.caller(), request.roomId(), request.cursor(), request.limit()));
  }

  private Future<Answer<Nothing>> revoke(Call<Rooms.InviteRef> call) {
    return done(invitations.revoke(call.caller(), call.body().roomId(), call.body().id()));
  }

  private static <T> Future<Answer<T>> answer(Future<T> result) {
    return result.map(Answer::of);
  }

  private static Future<Answer<Nothing>> done(Future<Void> result) {
    return result.map(ok -> Answer.of(Nothing.NOTHING));
  }
}
