package chat.tertulia.e2e;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** The ways to one operation; all must answer the same. */
enum Door {
  /** REST on the one origin everybody uses. */
  GATEWAY,
  /** REST on the service's own port. */
  SERVICE,
  /** A frame to a bus address, through a socket. */
  BUS;

  /**
   * Asks as this person.
   *
   * @param actor null for nobody
   * @param request every parameter by its name, wherever it travels
   */
  Reply ask(Row row, Actor actor, ObjectNode request) {
    return this == BUS ? bySocket(row, actor, request) : byRest(row, actor, request);
  }

  private static Reply bySocket(Row row, Actor actor, ObjectNode request) {
    try (SocketClient socket = actor.connects()) {
      JsonNode frame = socket.send(row.bus(), request);
      return frame.path("type").asText().equals("err")
          ? Reply.problem(frame.path("failureCode").asInt(), frame.path("message"), frame)
          : Reply.done(row.status(), frame.path("body"));
    }
  }

  private Reply byRest(Row row, Actor actor, ObjectNode request) {
    var rest = request.deepCopy();
    String path = row.path();
    for (String name : row.parameters()) {
      path = path.replace("{" + name + "}", encoded(rest.remove(name).asText()));
    }
    if (!row.hasBody() && !rest.isEmpty()) {
      path += "?" + query(rest);
    }
    URI url = URI.create(base(row, actor) + "/api/v1" + path);
    ObjectNode body = row.hasBody() && !rest.isEmpty() ? rest : null;
    String token = actor == null ? null : actor.token();
    RestReply reply = Running.world().rest().send(row.method(), url, token, body);
    return reply.status() < 400
        ? Reply.done(reply.status(), reply.json())
        : Reply.problem(reply.status(), reply.json().path("code"), reply.json());
  }

  /** Where this door leads to REST. */
  URI base(Row row) {
    return base(row, null);
  }

  private URI base(Row row, Actor actor) {
    TertuliaProcess.Ports ports = Running.tertulia().ports();
    if (this == GATEWAY) {
      return actor == null ? Running.tertulia().url() : actor.home();
    }
    return TertuliaProcess.at(
        switch (row.service()) {
          case AUTH -> ports.auth();
          case ROOMS -> ports.rooms();
          case HISTORY -> ports.history();
        });
  }

  private static String query(ObjectNode parameters) {
    var pairs = new ArrayList<String>();
    parameters
        .properties()
        .forEach(e -> pairs.add(e.getKey() + "=" + encoded(e.getValue().asText())));
    return String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * An answer, whichever way it came.
   *
   * @param code the problem's code; empty for a result
   * @param body the result, or the problem with {@code detail} and {@code errors}
   */
  record Reply(int status, String code, JsonNode body) {
    static Reply done(int status, JsonNode body) {
      return new Reply(status, "", body);
    }

    static Reply problem(int status, JsonNode code, JsonNode body) {
      return new Reply(status, code.asText(), body);
    }

    /** The first field a problem names. */
    String field() {
      return body.path("errors").path(0).path("field").asText();
    }
  }
}
