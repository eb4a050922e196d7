package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts.Device;
import chat.tertulia.shared.contract.Accounts.SessionEnded;
import chat.tertulia.shared.contract.Administration.Account;
import chat.tertulia.shared.contract.Administration.AuditPage;
import chat.tertulia.shared.contract.Administration.Audited;
import chat.tertulia.shared.contract.Administration.Numbers;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * What administrators see and do. Everything fails with {@code access_denied} for who is none at
 * that moment, whatever their token says; every act is one transaction with the entry that tells of
 * it.
 */
public interface AdminStore {
  /**
   * What came of an act.
   *
   * @param ended sessions that ended with it
   */
  record Done(Account account, List<SessionEnded> ended) {}

  /** A place in the order of accounts. */
  record Place(Instant at, String id) {}

  /**
   * Oldest first.
   *
   * @param key folded text that user name or display name holds; empty for all
   * @param after null for the first page
   */
  Future<List<Account>> users(Caller admin, String key, Place after, int limit);

  Future<List<Device>> sessions(Caller admin, UserId user);

  Future<Numbers> numbers(Caller admin);

  /**
   * @param below number of the last entry already seen
   */
  Future<List<Audited>> audit(Caller admin, AuditPage wanted, long below, int limit);

  Future<Done> endSessions(Caller admin, UserId user);

  /** Suspending again changes the reason. The last administrator cannot be suspended. */
  Future<Done> suspend(Caller admin, UserId user, String reason);

  Future<Done> restore(Caller admin, UserId user);

  /** The last administrator stays one; guests cannot become one. */
  Future<Done> setRole(Caller admin, UserId user, Role role);
}
