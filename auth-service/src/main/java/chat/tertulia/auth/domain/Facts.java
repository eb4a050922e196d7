package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts;

/** Tells the other services what has been committed. May get lost; whoever must know asks too. */
public interface Facts {
  void sessionEnded(Accounts.SessionEnded ended);

  void profileChanged(Accounts.ProfileChanged changed);
}
