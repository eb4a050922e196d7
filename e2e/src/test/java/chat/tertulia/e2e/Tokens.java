package chat.tertulia.e2e;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens as an attacker makes them. */
final class Tokens {
  private Tokens() {}

  /** The claims of a good token under {@code alg: none}. */
  static String unsigned(Actor actor) {
    String claims = actor.token().split("\\.", -1)[1];
    return part(Json.object().put("alg", "none").put("typ", "JWT")) + "." + claims + ".";
  }

  /** A good token whose signature belongs to other claims. */
  static String forged(Actor actor, Actor victim) {
    String[] own = actor.token().split("\\.", -1);
    return own[0] + "." + victim.token().split("\\.", -1)[1] + "." + own[2];
  }

  private static String part(ObjectNode json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
