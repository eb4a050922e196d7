package chat.tertulia.auth.api;

import chat.tertulia.auth.domain.Administering;
import chat.tertulia.auth.domain.Role;
import chat.tertulia.shared.contract.AdminSwitchboard;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.runtime.ServiceOperations;

/** Binds what administrators do. */
public final class AdminOperations {
  private final Administering administering;

  public AdminOperations(Administering administering) {
    this.administering = administering;
  }

  public void bind(ServiceOperations operations) {
    operations
        .on(
            AdminSwitchboard.USERS,
            call -> administering.users(call.caller(), call.body()).map(Answer::of))
        .on(
            AdminSwitchboard.SESSIONS,
            call -> administering.sessions(call.caller(), call.body().userId()).map(Answer::of))
        .on(
            AdminSwitchboard.END_SESSIONS,
            call ->
                administering
                    .endSessions(call.caller(), call.body().userId())
                    .map(ok -> Answer.of(Nothing.NOTHING)))
        .on(
            AdminSwitchboard.SUSPEND,
            call ->
                administering
                    .suspend(call.caller(), call.body().userId(), call.body().reason())
                    .map(Answer::of))
        .on(
            AdminSwitchboard.RESTORE,
            call -> administering.restore(call.caller(), call.body().userId()).map(Answer::of))
        .on(
            AdminSwitchboard.SET_ROLE,
            call ->
                administering
                    .setRole(call.caller(), call.body().userId(), Role.of(call.body().role()))
                    .map(Answer::of))
        .on(AdminSwitchboard.NUMBERS, call -> administering.numbers(call.caller()).map(Answer::of))
        .on(
            AdminSwitchboard.AUDIT,
            call -> administering.audit(call.caller(), call.body()).map(Answer::of));
  }
}
