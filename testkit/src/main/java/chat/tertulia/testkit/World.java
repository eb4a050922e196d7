package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** People on a running Tertulia, through its front door as they come. */
public final class World implements AutoCloseable {
  private static final int SUFFIX_CHARS = 8;
  private static final long CLOSE_WITHIN_SECONDS = 10;

  private final List<URI> gateways;
  private final AtomicInteger people = new AtomicInteger();
  private final RestClient rest = new RestClient();
  private final Vertx vertx = Vertx.vertx();

  private World(List<URI> gateways) {
    this.gateways = List.copyOf(gateways);
  }

  /**
   * @param url where the gateway listens
   */
  public static World at(URI url) {
    return new World(List.of(url));
  }

  /** Through several gateways: each person has one of them as theirs, in turn. */
  public static World at(List<URI> gateways) {
    return new World(gateways);
  }

  /** A new person of this name; their user name has something behind it, so that it is free. */
  public Actor person(String name) {
    String username = name + "-" + OpaqueId.random('x').substring(1, 1 + SUFFIX_CHARS);
    return register(name, username, "correct horse of " + OpaqueId.random('p'));
  }

  private Actor register(String name, String username, String password) {
    ObjectNode request = Json.object().put("username", username).put("password", password);
    request.put("displayName", name);
    URI home = gateways.get(Math.floorMod(people.getAndIncrement(), gateways.size()));
    RestReply reply = rest(home, "POST", "/auth/register", null, request).expect(201);
    return new Actor(this, home, username, password, reply.json());
  }

  /** One request to {@code /api/v1} of the first gateway. */
  public RestReply rest(String method, String path, String token, ObjectNode body) {
    return rest(url(), method, path, token, body);
  }

  RestReply rest(URI gateway, String method, String path, String token, ObjectNode body) {
    return rest.send(method, URI.create(gateway + "/api/v1" + path), token, body);
  }

  public RestClient rest() {
    return rest;
  }

  /** The first gateway. */
  public URI url() {
    return gateways.getFirst();
  }

  public Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() {
    rest.close();
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("the world does not end", e);
    }
  }
}
