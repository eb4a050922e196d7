package chat.tertulia.rooms.api;

import chat.tertulia.rooms.domain.Blocking;
import chat.tertulia.rooms.domain.Browsing;
import chat.tertulia.rooms.domain.Invitations;
import chat.tertulia.rooms.domain.Memberships;
import chat.tertulia.rooms.domain.Preferences;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.PeopleSwitchboard;
import chat.tertulia.shared.contract.RoomSwitchboard;
import chat.tertulia.shared.runtime.ServiceOperations;

/** Binds what those do who run a room, and what people set for themselves. */
public final class ModerationOperations {
  private final Memberships memberships;
  private final Invitations invitations;
  private final Browsing browsing;
  private final Preferences preferences;
  private final Blocking blocking;

  public ModerationOperations(
      Memberships memberships,
      Invitations invitations,
      Browsing browsing,
      Preferences preferences,
      Blocking blocking) {
    this.memberships = memberships;
    this.invitations = invitations;
    this.browsing = browsing;
    this.preferences = preferences;
    this.blocking = blocking;
  }

  public void bind(ServiceOperations operations) {
    operations
        .on(
            RoomSwitchboard.BAN,
            call -> memberships.ban(call.caller(), call.body()).map(Answer::of))
        .on(
            RoomSwitchboard.UNBAN,
            call ->
                memberships
                    .pardon(call.caller(), call.body().roomId(), call.body().userId())
                    .map(ok -> Answer.of(Nothing.NOTHING)))
        .on(RoomSwitchboard.BANS, call -> browsing.bans(call.caller(), call.body()).map(Answer::of))
        .on(
            RoomSwitchboard.INVITE_USES,
            call -> invitations.uses(call.caller(), call.body()).map(Answer::of))
        .on(
            RoomSwitchboard.PREFER,
            call -> preferences.change(call.caller(), call.body()).map(Answer::of))
        .on(
            PeopleSwitchboard.BLOCK,
            call -> blocking.block(call.caller(), call.body().userId()).map(Answer::of))
        .on(
            PeopleSwitchboard.UNBLOCK,
            call ->
                blocking
                    .unblock(call.caller(), call.body().userId())
                    .map(ok -> Answer.of(Nothing.NOTHING)))
        .on(
            PeopleSwitchboard.BLOCKS,
            call -> blocking.list(call.caller(), call.body()).map(Answer::of));
  }
}
