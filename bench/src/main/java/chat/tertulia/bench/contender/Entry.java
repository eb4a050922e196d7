package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Post;

/** A delivery as Tertulia makes it, so that all contenders move the same bytes. */
final class Entry {
  private Entry() {}

  /** The body: what Tertulia's log gives for a message. */
  static String body(int chars) {
    return """
    {"seq":%s,"kind":"message","actor":{"id":"u0000000000000000","name":"Person 0000"},\
    "at":"2026-01-01T00:00:00.000Z","content":"%s","clientId":"m%s","mentions":[]}\
    """
        .formatted(Post.SEQ, Post.content(chars), Post.INDEX);
  }

  /** The whole frame of the bridge protocol. */
  static String frame(String address, int chars) {
    return "{\"type\":\"rec\",\"address\":\"" + address + "\",\"body\":" + body(chars) + "}";
  }
}
