package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.People;

/** Tells the other services what has been committed. May get lost; whoever must know asks too. */
public interface Facts {
  void sessionEnded(Accounts.SessionEnded ended);

  void profileChanged(Accounts.ProfileChanged changed);

  void settingsChanged(People.SettingsChanged changed);
}
