package chat.tertulia.testkit.client;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.check.Follower;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A client that talks and listens in some rooms over one socket and never gives up: whenever it
 * breaks it comes back, resumes each room after the last number it has, and sends again, in order,
 * what was not acknowledged. Where it is refused as no member, it knocks again now and then. Tells
 * a {@link Follower} for each room everything.
 *
 * <p>Belongs to one thread.
 */
public final class ClientLogic {
  /** Pause before a failed post is repeated, and before a new connection, doubled each time. */
  static final long RETRY_MS = 100;

  /** The longest pause before a new connection. */
  static final long LONGEST_RETRY_MS = 1_000;

  /** Pause before a room is asked for again that let nobody in. */
  static final long KNOCK_MS = 250;

  /** How long a post or a registration may go without an answer. */
  static final long ANSWER_WITHIN_MS = 10_000;

  /** How often a sign of life is asked for; the connection is cut when none came in two of them. */
  static final long PING_MS = 5_000;

  private final Line line;
  private final String name;
  private final String user;
  private final Supplier<String> token;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Place> asked = new HashMap<>();
  private int connection;
  private boolean open;
  private boolean wanted;
  private boolean heard;
  private int silent;
  private int said;
  private int unanswered;
  private int lagged;
  private int connects;
  private long retryMs = RETRY_MS;

  /** Network and clock, as the logic uses them. It is told what happens on the same thread. */
  public interface Line {
    /**
     * Makes a connection; {@link ClientLogic#opened}, or {@link ClientLogic#closed} follows. What
     * comes on it carries its number; whatever still comes on an older one is ignored.
     */
    void connect(int connection);

    /** Writes a frame to the present connection. */
    void write(ObjectNode frame);

    /** Ends a connection, wherever in its life it is. */
    void close(int connection);

    /** Runs a task later. */
    void after(long ms, Runnable task);

    /** Whether a ping is answered, so that silence means a dead line. */
    default boolean answersPings() {
      return true;
    }
  }

  private enum State {
    AWAY,
    ENTERING,
    LIVE,
    REFUSED
  }

  /** One room. */
  private static final class Place {
    private final String room;
    private final Follower follower;
    private final Outbox outbox;
    private State state = State.AWAY;
    private String epoch;
    private int registrations;

    Place(String room, Follower follower) {
      this.room = room;
      this.follower = follower;
      this.outbox = new Outbox(follower);
    }
  }

  /**
   * @param name begins its client ids: no other client of the person may have the same
   * @param user the person's id
   * @param token an access token that is good now
   */
  public ClientLogic(Line line, String name, String user, Supplier<String> token) {
    this.line = line;
    this.name = name;
    this.user = user;
    this.token = token;
  }

  /** Follows one more room. */
  public void follow(String room, Follower follower) {
    var place = new Place(room, follower);
    places.put("room." + room, place);
    if (open) {
      register(place);
    }
  }

  /** Comes online, for the first time or after {@link #rest()}. */
  public void wake() {
    if (!wanted) {
      wanted = true;
      connect();
    }
  }

  /** Goes offline until {@link #wake()}. */
  public void rest() {
    wanted = false;
    cut();
  }

  /** Posts to a room sooner or later. */
  public void say(String room, String content) {
    Place place = places.get("room." + room);
    place.outbox.add(name + "-" + ++said, content);
    pump(place);
  }

  private void connect() {
    if (wanted) {
      connects++;
      line.connect(++connection);
    }
  }

  /** The connection is there. */
  public void opened(int which) {
    if (which != connection || open) {
      return;
    }
    open = true;
    heard = true;
    silent = 0;
    send("session.open", Json.object().put("token", token.get()), "open");
    places.values().forEach(this::register);
    if (line.answersPings()) {
      watch(which);
    }
  }

  /** The connection has gone or could not be made. */
  public void closed(int which) {
    if (which != connection) {
      return;
    }
    connection++;
    open = false;
    asked.clear();
    for (Place place : places.values()) {
      place.state = State.AWAY;
      place.follower.breaks();
      unanswered += place.outbox.beginAgain();
    }
    int next = connection;
    long pause = retryMs;
    retryMs = Math.min(LONGEST_RETRY_MS, 2 * retryMs);
    line.after(
        pause,
        () -> {
          if (next == connection) {
            connect();
          }
        });
  }

  /** A frame came. */
  public void heard(int which, JsonNode frame) {
    if (which != connection || !open) {
      return;
    }
    heard = true;
    String address = frame.path("address").asText();
    boolean error = frame.path("type").asText().equals("err");
    Place place = places.get(address);
    if (place != null && error) {
      notLetIn(place, frame);
    } else if (place != null) {
      inTheRoom(place, frame.path("body"));
    } else if (asked.containsKey(address)) {
      answered(address, frame, error);
    } else if (address.equals("open") && error) {
      cut();
    }
  }

  private void register(Place place) {
    place.state = State.ENTERING;
    int registration = ++place.registrations;
    place.follower.registers();
    var frame = Json.object().put("type", "register").put("address", "room." + place.room);
    if (place.follower.last() != Follower.FROM_NOW) {
      ObjectNode headers = frame.putObject("headers");
      headers.put("since", Long.toString(place.follower.last()));
      if (place.epoch != null) {
        headers.put("epoch", place.epoch);
      }
    }
    line.write(frame);
    long before = place.follower.last();
    within(() -> stuck(place, registration, before));
  }

  /** A long absence takes long to read: only standing still means that nothing comes. */
  private void stuck(Place place, int registration, long before) {
    if (place.registrations == registration && place.state == State.ENTERING) {
      long now = place.follower.last();
      if (now == before) {
        cut();
      } else {
        within(() -> stuck(place, registration, now));
      }
    }
  }

  private void notLetIn(Place place, JsonNode frame) {
    String code = frame.path("message").asText();
    refusals.merge("register " + code, 1, Integer::sum);
    place.follower.breaks();
    if (code.equals("access_denied")) {
      place.state = State.REFUSED;
      knockLater(place);
      pump(place);
    } else {
      cut();
    }
  }

  private void knockLater(Place place) {
    int registration = place.registrations;
    int on = connection;
    line.after(
        KNOCK_MS,
        () -> {
          if (on == connection && registration == place.registrations) {
            register(place);
          }
        });
  }

  private void inTheRoom(Place place, JsonNode body) {
    if (body.has("seq")) {
      place.follower.sees(body);
      if (endsMyMembership(body) && place.state == State.LIVE) {
        place.state = State.REFUSED;
        knockLater(place);
      }
      return;
    }
    switch (body.path("type").asText()) {
      case "live" -> live(place, body);
      case "lagged" -> {
        lagged++;
        place.follower.breaks();
        register(place);
      }
      case "drain" -> {
        int on = connection;
        line.after(
            body.path("reconnectInMs").asLong(),
            () -> {
              if (on == connection) {
                cut();
              }
            });
      }
      default -> {}
    }
  }

  private boolean endsMyMembership(JsonNode entry) {
    String change = entry.path("change").asText();
    return entry.path("kind").asText().equals("member")
        && entry.path("user").path("id").asText().equals(user)
        && (change.equals("removed") || change.equals("left") || change.equals("banned"));
  }

  private void live(Place place, JsonNode body) {
    long head = body.path("head").asLong();
    String epoch = body.path("epoch").asText();
    if (place.epoch != null && !place.epoch.equals(epoch)) {
      place.follower.startsAfresh(head);
    }
    place.follower.live(head);
    place.epoch = epoch;
    place.state = State.LIVE;
    retryMs = RETRY_MS;
    pump(place);
  }

  /** Resumed first, then sent; who is refused may try to talk all the same. */
  private void pump(Place place) {
    if (place.state != State.LIVE && place.state != State.REFUSED) {
      return;
    }
    for (Outbox.Post post : place.outbox.take()) {
      String id = post.clientId();
      asked.put(id, place);
      var body = Json.object().put("roomId", place.room).put("clientId", id);
      send("room.post", body.put("content", post.content()), id);
      within(
          () -> {
            if (place.outbox.isUnderWay(id)) {
              cut();
            }
          });
    }
  }

  private void answered(String clientId, JsonNode frame, boolean error) {
    Place place = asked.remove(clientId);
    if (!error) {
      place.outbox.acknowledged(clientId, frame.path("body").path("seq").asLong());
    } else {
      String code = frame.path("message").asText();
      refusals.merge("post " + code, 1, Integer::sum);
      switch (code) {
        case "unavailable" -> place.outbox.failed(clientId, true);
        case "overloaded", "rate_limited" -> place.outbox.failed(clientId, false);
        default -> place.outbox.refused(clientId);
      }
    }
    if (place.outbox.mayBeginAgain()) {
      int on = connection;
      line.after(
          RETRY_MS,
          () -> {
            if (on == connection && place.outbox.mayBeginAgain()) {
              place.outbox.beginAgain();
              pump(place);
            }
          });
    }
    pump(place);
  }

  private void send(String address, ObjectNode body, String replyAddress) {
    var frame = Json.object().put("type", "send").put("address", address);
    frame.put("replyAddress", replyAddress).set("body", body);
    line.write(frame);
  }

  private void within(Runnable late) {
    int on = connection;
    line.after(
        ANSWER_WITHIN_MS,
        () -> {
          if (on == connection && open) {
            late.run();
          }
        });
  }

  private void watch(int which) {
    line.after(
        PING_MS,
        () -> {
          if (which != connection || !open) {
            return;
          }
          silent = heard ? 0 : silent + 1;
          heard = false;
          if (silent >= 2) {
            cut();
          } else {
            line.write(Json.object().put("type", "ping"));
            watch(which);
          }
        });
  }

  private void cut() {
    int broken = connection;
    closed(broken);
    line.close(broken);
  }

  /** How many posts were under way when a connection broke; each was sent again. */
  public int unanswered() {
    return unanswered;
  }

  /** How often it was told that it reads too slowly. */
  public int lagged() {
    return lagged;
  }

  /** Connections it asked for. */
  public int connects() {
    return connects;
  }

  /**
   * The errors it was answered, {@code post} or {@code register} and the code, with their count.
   */
  public Map<String, Integer> refusals() {
    return new TreeMap<>(refusals);
  }
}
