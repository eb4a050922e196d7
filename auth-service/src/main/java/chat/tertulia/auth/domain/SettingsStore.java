package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.People.ChangeSettings;
import chat.tertulia.shared.contract.People.MySettings;
import chat.tertulia.shared.contract.People.Settled;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Remembers what people have settled about themselves. */
public interface SettingsStore {
  /** Empty if that session is not live. */
  Future<Optional<MySettings>> of(UserId user, SessionId session);

  /** Changes what is given, if that session is live. */
  Future<Optional<MySettings>> change(UserId user, SessionId session, ChangeSettings change);

  /** Those of these people that exist. */
  Future<List<Settled>> of(List<UserId> users);
}
