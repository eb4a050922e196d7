package chat.tertulia.e2e;

import java.util.Arrays;
import java.util.List;

/**
 * The contract's tables as they are promised to those outside, written down here a second time so
 * that a slip in the code is a failing test.
 */
enum Row {
  REGISTER(Service.AUTH, "POST /auth/register", "", 201),
  LOGIN(Service.AUTH, "POST /auth/login", "", 200),
  GUEST(Service.AUTH, "POST /auth/guest", "", 201),
  REFRESH(Service.AUTH, "POST /auth/refresh", "", 200),
  LOGOUT(Service.AUTH, "POST /auth/logout", "", 204),
  ME(Service.AUTH, "GET /auth/me", "", 200),
  CHANGE_ME(Service.AUTH, "PATCH /auth/me", "", 200),
  CHANGE_PASSWORD(Service.AUTH, "POST /auth/password", "", 204),
  SESSIONS(Service.AUTH, "GET /auth/sessions", "", 200),
  END_SESSION(Service.AUTH, "DELETE /auth/sessions/{id}", "", 204),
  KEYS(Service.AUTH, "GET /.well-known/jwks.json", "", 200),
  FIND_USERS(Service.AUTH, "GET /users", "user.find", 200),
  GET_USER(Service.AUTH, "GET /users/{id}", "user.get", 200),

  LIST_ROOMS(Service.ROOMS, "GET /rooms", "room.list", 200),
  DIRECTORY(Service.ROOMS, "GET /rooms/public", "room.directory", 200),
  CREATE_ROOM(Service.ROOMS, "POST /rooms", "room.create", 201),
  DIRECT(Service.ROOMS, "POST /direct", "room.direct", 201),
  JOIN_BY_CODE(Service.ROOMS, "POST /rooms/join", "room.join.code", 200),
  GET_ROOM(Service.ROOMS, "GET /rooms/{roomId}", "room.get", 200),
  CHANGE_ROOM(Service.ROOMS, "PATCH /rooms/{roomId}", "room.update", 200),
  CLOSE_ROOM(Service.ROOMS, "DELETE /rooms/{roomId}", "room.close", 204),
  JOIN(Service.ROOMS, "POST /rooms/{roomId}/join", "room.join", 200),
  LEAVE(Service.ROOMS, "POST /rooms/{roomId}/leave", "room.leave", 204),
  MEMBERS(Service.ROOMS, "GET /rooms/{roomId}/members", "room.members", 200),
  SET_MEMBER(Service.ROOMS, "PUT /rooms/{roomId}/members/{userId}", "room.member.set", 200),
  REMOVE_MEMBER(
      Service.ROOMS, "DELETE /rooms/{roomId}/members/{userId}", "room.member.remove", 204),
  MAKE_INVITE(Service.ROOMS, "POST /rooms/{roomId}/invites", "room.invite", 201),
  INVITES(Service.ROOMS, "GET /rooms/{roomId}/invites", "room.invites", 200),
  REVOKE_INVITE(Service.ROOMS, "DELETE /rooms/{roomId}/invites/{id}", "room.invite.revoke", 204),

  POST(Service.HISTORY, "POST /rooms/{roomId}/messages", "room.post", 201),
  HISTORY(Service.HISTORY, "GET /rooms/{roomId}/messages", "room.history", 200),
  ENTRIES(Service.HISTORY, "GET /rooms/{roomId}/entries", "room.entries", 200),
  GET_MESSAGE(Service.HISTORY, "GET /rooms/{roomId}/messages/{seq}", "room.message", 200),
  EDIT(Service.HISTORY, "PATCH /rooms/{roomId}/messages/{seq}", "room.edit", 200),
  DELETE_MESSAGE(Service.HISTORY, "DELETE /rooms/{roomId}/messages/{seq}", "room.delete", 204),
  UNDO(Service.HISTORY, "POST /rooms/{roomId}/messages/{seq}/undo", "room.undo", 200),
  VERSIONS(Service.HISTORY, "GET /rooms/{roomId}/messages/{seq}/versions", "room.versions", 200),
  REACT(Service.HISTORY, "PUT /rooms/{roomId}/messages/{seq}/reactions/{emoji}", "room.react", 200),
  UNREACT(
      Service.HISTORY,
      "DELETE /rooms/{roomId}/messages/{seq}/reactions/{emoji}",
      "room.unreact",
      204),
  PIN(Service.HISTORY, "PUT /rooms/{roomId}/pins/{seq}", "room.pin", 200),
  UNPIN(Service.HISTORY, "DELETE /rooms/{roomId}/pins/{seq}", "room.unpin", 204),
  PINS(Service.HISTORY, "GET /rooms/{roomId}/pins", "room.pins", 200),
  FORWARD(Service.HISTORY, "POST /rooms/{roomId}/forwards", "room.forward", 201),
  THREAD(Service.HISTORY, "GET /rooms/{roomId}/threads/{thread}", "thread.get", 200),
  FOLLOW(Service.HISTORY, "PUT /rooms/{roomId}/threads/{thread}/follow", "thread.follow", 200),
  UNFOLLOW(
      Service.HISTORY, "DELETE /rooms/{roomId}/threads/{thread}/follow", "thread.unfollow", 204),
  READ_THREAD(Service.HISTORY, "PUT /rooms/{roomId}/threads/{thread}/read", "thread.read", 200),
  MY_THREADS(Service.HISTORY, "GET /me/threads", "me.threads", 200),
  MY_MENTIONS(Service.HISTORY, "GET /me/mentions", "me.mentions", 200),
  SEARCH(Service.HISTORY, "GET /search", "search", 200),
  PICTURES(Service.HISTORY, "GET /pictures", "pictures", 200),
  READ(Service.HISTORY, "PUT /rooms/{roomId}/read", "room.read", 200),
  MY_MESSAGES(Service.HISTORY, "GET /me/messages", "me.messages", 200);

  /** Whose port serves a row. */
  enum Service {
    AUTH,
    ROOMS,
    HISTORY
  }

  private final Service service;
  private final String method;
  private final String path;
  private final String bus;
  private final int status;

  Row(Service service, String rest, String bus, int status) {
    this.service = service;
    this.method = rest.substring(0, rest.indexOf(' '));
    this.path = rest.substring(rest.indexOf(' ') + 1);
    this.bus = bus;
    this.status = status;
  }

  Service service() {
    return service;
  }

  String method() {
    return method;
  }

  /** Below {@code /api/v1}. */
  String path() {
    return path;
  }

  /** The address a socket sends to; empty when it is on REST only. */
  String bus() {
    return bus;
  }

  boolean isOnBus() {
    return !bus.isEmpty();
  }

  /** HTTP status of success. */
  int status() {
    return status;
  }

  /** Whether the request travels in a body. */
  boolean hasBody() {
    return !List.of("GET", "DELETE").contains(method);
  }

  /** Names in the path. */
  List<String> parameters() {
    return Arrays.stream(path.split("/"))
        .filter(part -> part.startsWith("{"))
        .map(part -> part.substring(1, part.length() - 1))
        .toList();
  }
}
