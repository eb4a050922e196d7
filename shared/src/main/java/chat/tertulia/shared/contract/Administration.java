package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.block;
import static chat.tertulia.shared.json.Text.line;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** What administrators of a server do. Each act is kept for good, see {@link Audited}. */
public interface Administration {
  int MAX_REASON_CHARS = 500;
  int MAX_PAGE = 200;

  record AllUsers(String q, String cursor, Integer limit) {
    public AllUsers {
      q = q == null ? "" : line("q", q, 0, Accounts.MAX_QUERY_CHARS);
      checkPage(limit);
    }
  }

  /**
   * An account as administrators see it.
   *
   * @param username absent for guests
   * @param suspendedAt since when it may not sign in; absent when it may
   * @param sessions live ones
   */
  record Account(
      UserId id,
      String name,
      String username,
      String role,
      Instant createdAt,
      Instant suspendedAt,
      String suspendedWhy,
      long sessions) {}

  record AccountPage(List<Account> users, String next) {}

  record UserRef(UserId userId) {
    public UserRef {
      required("userId", userId);
    }
  }

  record Suspend(UserId userId, String reason) {
    public Suspend {
      required("userId", userId);
      reason = reason == null ? null : block("reason", reason, 0, MAX_REASON_CHARS);
    }
  }

  /**
   * @param role {@code admin} or {@code user}
   */
  record SetRole(UserId userId, String role) {
    public SetRole {
      required("userId", userId);
      if (!List.of("admin", "user").contains(required("role", role))) {
        throw Problem.field("role", "must be admin or user");
      }
    }
  }

  /** How many there are. */
  record Numbers(long users, long guests, long admins, long suspended, long sessions) {}

  /**
   * @param act only this act, null for all; likewise {@code actor} and {@code target}
   */
  record AuditPage(String act, UserId actor, String target, String cursor, Integer limit) {
    public AuditPage {
      act = act == null ? null : line("act", act, 1, 64);
      target = target == null ? null : line("target", target, 1, 64);
      checkPage(limit);
    }
  }

  /**
   * Something an administrator did.
   *
   * @param target the account or room it was done to
   * @param detail more about it
   */
  record Audited(long id, Instant at, Person actor, String act, String target, JsonNode detail) {}

  /** Newest first. */
  record Audit(List<Audited> entries, String next) {}

  private static void checkPage(Integer limit) {
    if (limit != null && (limit < 1 || limit > MAX_PAGE)) {
      throw Problem.field("limit", "must be 1 to " + MAX_PAGE);
    }
  }
}
