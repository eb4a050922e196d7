package chat.tertulia.gateway.presence;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A script that Redis keeps by its digest, so that a call need not carry its text. */
final class Script {
  private final String text;
  private final String digest;

  Script(String text) {
    this.text = text;
    try {
      byte[] sum = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      this.digest = HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it; a Redis that has forgotten it is told it again. */
  Future<Response> run(Redis redis, List<String> keys, List<String> arguments) {
    return redis
        .send(request(Command.EVALSHA, digest, keys, arguments))
        .recover(
            e ->
                String.valueOf(e.getMessage()).startsWith("NOSCRIPT")
                    ? redis.send(request(Command.EVAL, text, keys, arguments))
                    : Future.failedFuture(e));
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    arguments.forEach(request::arg);
    return request;
  }
}
