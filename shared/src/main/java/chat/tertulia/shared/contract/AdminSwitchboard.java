package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;

/** Operations of administrators, served by auth-service. */
public final class AdminSwitchboard {
  private AdminSwitchboard() {}

  public static final Operation<Administration.AllUsers, Administration.AccountPage> USERS =
      rest(
          "admin.users",
          GET,
          "/admin/users",
          Administration.AllUsers.class,
          Administration.AccountPage.class,
          "All accounts, oldest first");
  public static final Operation<Administration.UserRef, Accounts.Devices> SESSIONS =
      rest(
          "admin.sessions",
          GET,
          "/admin/users/{userId}/sessions",
          Administration.UserRef.class,
          Accounts.Devices.class,
          "Where an account is signed in");
  public static final Operation<Administration.UserRef, Nothing> END_SESSIONS =
      rest(
              "admin.sessions.end",
              DELETE,
              "/admin/users/{userId}/sessions",
              Administration.UserRef.class,
              Nothing.class,
              "Sign an account out everywhere")
          .status(204);
  public static final Operation<Administration.Suspend, Administration.Account> SUSPEND =
      rest(
          "admin.suspend",
          PUT,
          "/admin/users/{userId}/suspension",
          Administration.Suspend.class,
          Administration.Account.class,
          "Sign an account out and let it in no more");
  public static final Operation<Administration.UserRef, Administration.Account> RESTORE =
      rest(
          "admin.restore",
          DELETE,
          "/admin/users/{userId}/suspension",
          Administration.UserRef.class,
          Administration.Account.class,
          "Let an account in again");
  public static final Operation<Administration.SetRole, Administration.Account> SET_ROLE =
      rest(
          "admin.role",
          PUT,
          "/admin/users/{userId}/role",
          Administration.SetRole.class,
          Administration.Account.class,
          "Make somebody an administrator, or one no more");
  public static final Operation<Nothing, Administration.Numbers> NUMBERS =
      rest(
          "admin.numbers",
          GET,
          "/admin/numbers",
          Nothing.class,
          Administration.Numbers.class,
          "How many accounts and sessions there are");
  public static final Operation<Administration.AuditPage, Administration.Audit> AUDIT =
      rest(
          "admin.audit",
          GET,
          "/admin/audit",
          Administration.AuditPage.class,
          Administration.Audit.class,
          "What administrators did, newest first");

  public static final List<Operation<?, ?>> ALL =
      List.of(USERS, SESSIONS, END_SESSIONS, SUSPEND, RESTORE, SET_ROLE, NUMBERS, AUDIT);
}
