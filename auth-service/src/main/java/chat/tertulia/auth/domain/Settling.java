package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.People;
import chat.tertulia.shared.contract.People.MySettings;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;

/** What people settle about themselves: presence, status, what others learn of them. */
public final class Settling {
  private final SettingsStore store;
  private final Facts facts;

  public Settling(SettingsStore store, Facts facts) {
    this.store = store;
    this.facts = facts;
  }

  public Future<MySettings> mine(Caller caller) {
    return store
        .of(caller.user(), caller.session())
        .map(found -> found.orElseThrow(Sessions::over));
  }

  /** Changes what is given; gateways hear of it. */
  public Future<MySettings> change(Caller caller, People.ChangeSettings change) {
    return store
        .change(caller.user(), caller.session(), change)
        .map(found -> found.orElseThrow(Sessions::over))
        .onSuccess(ok -> facts.settingsChanged(new People.SettingsChanged(caller.user())));
  }

  /** For our own processes, who keep to it. */
  public Future<People.AllSettled> of(List<UserId> users) {
    return store.of(users).map(People.AllSettled::new);
  }
}
