package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A person who acts through REST and sockets. A request that fails fails the test. */
public final class Actor {
  private final World world;
  private final URI home;
  private final String username;
  private final String password;
  private final String id;
  private final String name;
  private volatile String accessToken;
  private volatile String refreshToken;

  Actor(World world, URI home, String username, String password, JsonNode signedIn) {
    this.world = world;
    this.home = home;
    this.username = username;
    this.password = password;
    this.id = signedIn.path("user").path("id").asText();
    this.name = signedIn.path("user").path("name").asText();
    signedIn(signedIn);
  }

  private void signedIn(JsonNode answer) {
    accessToken = answer.path("accessToken").asText();
    refreshToken = answer.path("refreshToken").asText();
  }

  /** The gateway this person goes to. */
  public URI home() {
    return home;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String username() {
    return username;
  }

  public String password() {
    return password;
  }

  public String token() {
    return accessToken;
  }

  public String refreshToken() {
    return refreshToken;
  }

  /** A request of this person to {@code /api/v1}, whatever is answered. */
  public RestReply rest(String method, String path, ObjectNode body) {
    return world.rest(home, method, path, accessToken, body);
  }

  /** Signs in again, on another device as it were. */
  public void signsIn() {
    ObjectNode request = Json.object().put("username", username).put("password", password);
    signedIn(world.rest(home, "POST", "/auth/login", null, request).expect(200).json());
  }

  /** Exchanges the refresh token. */
  public void refreshes() {
    ObjectNode request = Json.object().put("refreshToken", refreshToken);
    signedIn(world.rest(home, "POST", "/auth/refresh", null, request).expect(200).json());
  }

  /** Creates a public room. */
  public Room creates(String roomName) {
    return creates(roomName, "public");
  }

  public Room creates(String roomName, String kind) {
    ObjectNode request = Json.object().put("name", roomName).put("kind", kind);
    JsonNode made = rest("POST", "/rooms", request).expect(201).json();
    return new Room(made.path("id").asText(), roomName);
  }

  public void joins(Room room) {
    rest("POST", "/rooms/" + room.id() + "/join", Json.object()).expect(200);
  }

  public void leaves(Room room) {
    rest("POST", "/rooms/" + room.id() + "/leave", null).expect(204);
  }

  /** Posts under a new client id; the entry's number. */
  public long posts(Room room, String content) {
    return posts(room, OpaqueId.random('c'), content).expect(201).json().path("seq").asLong();
  }

  /** Posts under this client id, whatever is answered. */
  public RestReply posts(Room room, String clientId, String content) {
    ObjectNode request = Json.object().put("clientId", clientId).put("content", content);
    return rest("POST", "/rooms/" + room.id() + "/messages", request);
  }

  /** Posts in the thread that began with this message; the entry's number. */
  public long answers(Room room, long thread, String content) {
    ObjectNode request = Json.object().put("clientId", OpaqueId.random('c'));
    request.put("content", content).put("thread", thread);
    return rest("POST", "/rooms/" + room.id() + "/messages", request)
        .expect(201)
        .json()
        .path("seq")
        .asLong();
  }

  /** The first half of a removal. */
  public Removal removes(Actor other) {
    return new Removal(this, other);
  }

  /** Somebody about to be removed. */
  public record Removal(Actor remover, Actor removed) {
    public void from(Room room) {
      String path = "/rooms/" + room.id() + "/members/" + removed.id();
      remover.rest("DELETE", path, null).expect(204);
    }
  }

  /** The room's whole log as this person may read it, oldest first. */
  public List<JsonNode> log(Room room) {
    var entries = new ArrayList<JsonNode>();
    long head;
    do {
      String path = "/rooms/" + room.id() + "/entries?limit=200&after=" + entries.size();
      JsonNode page = rest("GET", path, null).expect(200).json();
      head = page.path("head").asLong();
      int before = entries.size();
      page.path("entries").forEach(entries::add);
      if (entries.size() == before) {
        break;
      }
    } while (entries.size() < head);
    return entries;
  }

  /** A raw WebSocket with an open session. */
  public SocketClient connects() {
    return opened(SocketClient.raw(world.vertx(), home.getPort()));
  }

  /** A SockJS WebSocket with an open session. */
  public SocketClient connectsBySockJs() {
    return opened(SocketClient.sockJs(world.vertx(), home.getPort()));
  }

  private SocketClient opened(SocketClient socket) {
    JsonNode reply = socket.open(accessToken);
    if (!reply.path("type").asText().equals("rec")) {
      socket.close();
      throw new AssertionError("session.open was answered " + reply);
    }
    return socket;
  }
}
