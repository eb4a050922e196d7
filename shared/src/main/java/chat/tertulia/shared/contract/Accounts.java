package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.line;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** What travels to and from auth-service. */
public interface Accounts {
  int MIN_PASSWORD_CHARS = 8;
  int MAX_PASSWORD_CHARS = 256;
  int MAX_DISPLAY_NAME_CHARS = 80;
  int MAX_QUERY_CHARS = 100;
  Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,32}");

  /** A new password, checked for length; whether it is a common one the service decides. */
  static void checkPassword(String field, String password) {
    int length = required(field, password).length();
    if (length < MIN_PASSWORD_CHARS || length > MAX_PASSWORD_CHARS) {
      throw Problem.field(
          field, "must have " + MIN_PASSWORD_CHARS + " to " + MAX_PASSWORD_CHARS + " characters");
    }
  }

  /**
   * @param cookie true for a browser page: the refresh token travels in an HttpOnly cookie only
   */
  record Register(String username, String password, String displayName, Boolean cookie) {
    public Register {
      if (!USERNAME.matcher(required("username", username)).matches()) {
        throw Problem.field("username", "must have 3 to 32 letters, digits, '.', '_' or '-'");
      }
      checkPassword("password", password);
      displayName =
          displayName == null
              ? username
              : line("displayName", displayName, 1, MAX_DISPLAY_NAME_CHARS);
    }
  }

  record Login(String username, String password, Boolean cookie) {
    public Login {
      required("username", username);
      if (required("password", password).length() > MAX_PASSWORD_CHARS) {
        throw Problem.field("password", "must have at most " + MAX_PASSWORD_CHARS + " characters");
      }
    }
  }

  record Guest(String displayName, Boolean cookie) {
    public Guest {
      displayName = line("displayName", displayName, 1, MAX_DISPLAY_NAME_CHARS);
    }
  }

  /**
   * @param refreshToken absent when the cookie carries it
   */
  record Refresh(String refreshToken, Boolean cookie) {}

  /**
   * @param expiresIn seconds until the access token ends
   * @param refreshToken absent when the cookie carries it
   */
  record SignedIn(Profile user, String accessToken, long expiresIn, String refreshToken) {}

  /** A person's own or public profile; {@code role} and {@code createdAt} only for oneself. */
  record Profile(UserId id, String name, String username, String role, Instant createdAt) {}

  record ChangeProfile(String displayName) {
    public ChangeProfile {
      displayName =
          displayName == null ? null : line("displayName", displayName, 1, MAX_DISPLAY_NAME_CHARS);
    }
  }

  record ChangePassword(String oldPassword, String newPassword) {
    public ChangePassword {
      required("oldPassword", oldPassword);
      checkPassword("newPassword", newPassword);
    }
  }

  record SessionRef(SessionId id) {
    public SessionRef {
      required("id", id);
    }
  }

  /** One signed-in device. */
  record Device(
      SessionId id,
      String agent,
      String address,
      Instant createdAt,
      Instant usedAt,
      boolean current) {}

  record Devices(List<Device> sessions, String next) {}

  record FindUsers(String q, String cursor, Integer limit) {
    public FindUsers {
      q = q == null ? "" : line("q", q, 0, MAX_QUERY_CHARS);
    }
  }

  record UserRef(UserId id) {
    public UserRef {
      required("id", id);
    }
  }

  record Users(List<Profile> users, String next) {}

  /** The public keys, RFC 7517. */
  record KeySet(List<JsonNode> keys) {}

  /** Internal: the people with these ids that exist. */
  record Lookup(List<UserId> ids) {}

  record People(List<Person> people) {}

  /**
   * Internal: which sessions ended, since a cursor a former answer gave (null: in the lifetime of
   * an access token).
   */
  record EndedSince(String cursor) {}

  record Ended(List<SessionEnded> sessions, String cursor) {}

  /**
   * An access token was used: its reply arrived, so the refresh token before it is spent.
   *
   * @param generation number of the refresh token issued with it, the first part of its {@code jti}
   */
  record TokenUse(SessionId session, int generation) {}

  /** Internal: access tokens used for the first time at the asking process. */
  record TokensUsed(List<TokenUse> uses) {
    /** Uses one report carries at most. */
    public static final int MAX_USES = 1_000;

    public TokensUsed {
      if (required("uses", uses).size() > MAX_USES) {
        throw Problem.field("uses", "must be at most " + MAX_USES);
      }
    }
  }

  /** Topic: this session is over; its sockets close and its tokens are refused. */
  record SessionEnded(SessionId session, UserId user) {}

  /** Topic: a profile changed. */
  record ProfileChanged(UserId user, String name) {}
}
