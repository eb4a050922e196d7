package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;

/** SockJS without a WebSocket: one request waits for frames, another brings them. */
final class PollingWire implements Wire {
  private static final int CONNECT_WITHIN_MS = 1_000;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  /** A poll is answered by a heartbeat long before this. */
  private static final int ANSWER_WITHIN_SECONDS = 40;

  private final HttpClient client;
  private final int port;
  private final String path = "/eventbus/000/" + SockJs.session();
  private final List<String> waiting = new ArrayList<>();
  private Ear ear;
  private boolean sending;
  private boolean reading = true;
  private boolean due;
  private boolean closed;

  PollingWire(Vertx vertx, int port) {
    var options = new HttpClientOptions().setConnectTimeout(CONNECT_WITHIN_MS);
    options.setIdleTimeout(ANSWER_WITHIN_SECONDS);
    this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(2));
    this.port = port;
  }

  @Override
  public void connect(Ear told) {
    this.ear = told;
    poll();
  }

  private void poll() {
    due = !reading;
    if (closed || due) {
      return;
    }
    post("/xhr", Buffer.buffer(), OK).onSuccess(this::polled).onFailure(e -> closed());
  }

  private void polled(Buffer body) {
    for (String line : body.toString().lines().toList()) {
      if (closed) {
        return;
      }
      if (line.startsWith("c")) {
        closed();
      } else {
        SockJs.read(true, line, ear);
      }
    }
    poll();
  }

  private Future<Buffer> post(String what, Buffer body, int expected) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", path + what)
        .compose(request -> request.send(body))
        .compose(response -> bodyOf(response, expected));
  }

  private static Future<Buffer> bodyOf(HttpClientResponse response, int expected) {
    return response
        .body()
        .compose(
            body ->
                response.statusCode() == expected
                    ? Future.succeededFuture(body)
                    : Future.failedFuture("status " + response.statusCode()));
  }

  @Override
  public void write(String text) {
    waiting.add(text);
    flush();
  }

  private void flush() {
    if (sending || waiting.isEmpty() || closed) {
      return;
    }
    sending = true;
    var array = Json.object().putArray("a");
    waiting.forEach(array::add);
    waiting.clear();
    post("/xhr_send", Buffer.buffer(array.toString()), NO_CONTENT)
        .onSuccess(
            done -> {
              sending = false;
              flush();
            })
        .onFailure(e -> closed());
  }

  private void closed() {
    if (!closed) {
      closed = true;
      ear.closed();
    }
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    if (on && due) {
      poll();
    }
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }

  @Override
  public Future<Void> release() {
    return client.close();
  }
}
