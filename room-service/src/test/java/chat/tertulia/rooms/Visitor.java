package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A person who uses the REST interface. */
record Visitor(Person person, String token, String base) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What came back. */
  record Reply(int status, ObjectNode json, HttpHeaders headers) {
    Reply expect(int wanted) {
      assertEquals(wanted, status, () -> "answer was " + json);
      return this;
    }

    /** A problem with this status and code. */
    Reply problem(int wanted, String code) {
      expect(wanted);
      assertEquals(code, text("code"));
      assertEquals("application/problem+json", headers.firstValue("content-type").orElse(""));
      return this;
    }

    /** A bad request that names the field. */
    Reply names(String field) {
      problem(400, "bad_request");
      assertEquals(field, json.at("/errors/0/field").asText(), () -> "answer was " + json);
      return this;
    }

    String text(String field) {
      return json.path(field).asText();
    }

    JsonNode at(String pointer) {
      return json.at(pointer);
    }
  }

  /** The same person at another process. */
  Visitor at(String otherBase) {
    return new Visitor(person, token, otherBase);
  }

  UserId id() {
    return person.id();
  }

  Caller caller() {
    var session = new SessionId("s-" + id());
    return new Caller(id(), session, person.name(), "user", Instant.now().plusSeconds(900));
  }

  Reply create(String name, String kind) {
    return post("/rooms", Json.object().put("name", name).put("kind", kind));
  }

  Reply join(RoomId room) {
    return post("/rooms/" + room + "/join", Json.object());
  }

  Reply leave(RoomId room) {
    return post("/rooms/" + room + "/leave", Json.object());
  }

  Reply remove(RoomId room, Visitor other) {
    return delete("/rooms/" + room + "/members/" + other.id());
  }

  Reply set(RoomId room, Visitor other, String role) {
    var body = Json.object();
    if (role != null) {
      body.put("role", role);
    }
    return put("/rooms/" + room + "/members/" + other.id(), body);
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply delete(String path) {
    return send("DELETE", path, null);
  }

  Reply post(String path, JsonNode body) {
    return send("POST", path, body.toString());
  }

  Reply put(String path, JsonNode body) {
    return send("PUT", path, body.toString());
  }

  Reply patch(String path, JsonNode body) {
    return send("PATCH", path, body.toString());
  }

  /** Asks for a path outside the versioned interface. */
  Reply root(String path) {
    return exchange(asked(URI.create(base + path), "GET", null));
  }

  /** Sends raw text, right or wrong. */
  Reply send(String method, String path, String body) {
    return exchange(request(method, path, body));
  }

  static Reply exchange(HttpRequest request) {
    try {
      var reply = HTTP.send(request, BodyHandlers.ofByteArray());
      return reply(reply.statusCode(), reply.body(), reply.headers());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Reply> sendLater(String method, String path, String body) {
    return HTTP.sendAsync(request(method, path, body), BodyHandlers.ofByteArray())
        .thenApply(r -> reply(r.statusCode(), r.body(), r.headers()));
  }

  private static Reply reply(int status, byte[] body, HttpHeaders headers) {
    return new Reply(status, Json.readObject(Buffer.buffer(body)), headers);
  }

  private HttpRequest request(String method, String path, String body) {
    return asked(URI.create(base + "/api/v1" + path), method, body);
  }

  private HttpRequest asked(URI address, String method, String body) {
    var request = HttpRequest.newBuilder(address);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body))
        .build();
  }
}
