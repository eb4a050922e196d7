package chat.tertulia.auth.api;

import chat.tertulia.auth.domain.Settling;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.PeopleSwitchboard;
import chat.tertulia.shared.runtime.ServiceOperations;

/** Binds what people settle about themselves. */
public final class PeopleOperations {
  private final Settling settling;

  public PeopleOperations(Settling settling) {
    this.settling = settling;
  }

  public void bind(ServiceOperations operations) {
    operations
        .on(PeopleSwitchboard.SETTINGS, call -> settling.mine(call.caller()).map(Answer::of))
        .on(
            PeopleSwitchboard.CHANGE_SETTINGS,
            call -> settling.change(call.caller(), call.body()).map(Answer::of))
        .on(
            PeopleSwitchboard.SETTINGS_OF,
            call -> settling.of(call.body().users()).map(Answer::of));
  }
}
