package chat.tertulia.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 connection that posts and takes the answers in the order of the requests. */
public final class RestSender extends Link implements Sender {
  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
  private static final String OK = "http/1.1 20";

  private final Load load;
  private final ArrayDeque<Sent> unanswered = new ArrayDeque<>();

  private boolean isConnected;

  /** Why it ended while nothing was under way; null while it has not. */
  private String ended;

  private record Sent(int room, int index) {}

  RestSender(Load load, int port) {
    super(load.scratch(), port);
    this.load = load;
  }

  @Override
  void connected() {
    isConnected = true;
    load.oneIsLive();
  }

  @Override
  public void post(byte[] bytes, int room, int index) {
    if (ended != null) {
      fail(ended + " before this send");
      return;
    }
    unanswered.add(new Sent(room, index));
    write(bytes);
  }

  @Override
  int take(byte[] bytes, int size) {
    int at = 0;
    while (at < size) {
      int body = headEnd(bytes, at, size);
      if (body < 0) {
        return at;
      }
      String head = new String(bytes, at, body - at, StandardCharsets.US_ASCII);
      head = head.toLowerCase(Locale.ROOT);
      int end = end(head, bytes, body, size);
      if (end < 0 || end > size) {
        return at;
      }
      boolean ok = head.startsWith(OK);
      answered(ok, ok ? head : new String(bytes, at, end - at, StandardCharsets.US_ASCII));
      at = end;
    }
    return at;
  }

  /** Where the answer ends; above the size or negative while it is incomplete. */
  private static int end(String head, byte[] bytes, int body, int size) {
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      return body + Integer.parseInt(length.group(1));
    }
    // Chunked: the empty chunk at the end is followed by a blank line, and the JSON has none.
    return headEnd(bytes, body, size);
  }

  /**
   * @param answer its head; all of it when it is a refusal
   */
  private void answered(boolean ok, String answer) {
    Sent sent = unanswered.poll();
    if (sent == null) {
      lost("an answer to nothing");
      return;
    }
    if (!ok) {
      load.tally().failure("REST answered send " + sent.index() + ": " + answer);
    }
    load.replied(sent.room(), sent.index(), System.nanoTime());
  }

  /** A server may end a connection that has nothing under way; only the next send is lost then. */
  @Override
  void fell(String reason) {
    if (isConnected && unanswered.isEmpty()) {
      ended = reason;
    } else {
      fail(reason);
    }
  }

  private void fail(String reason) {
    load.tally().failure("REST connection: " + reason);
    load.fell("REST connection");
  }
}
