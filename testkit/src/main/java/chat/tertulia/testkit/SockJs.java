package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;

/** SockJS's framing as a client sees it. */
final class SockJs {
  private SockJs() {}

  static String session() {
    return OpaqueId.random('s');
  }

  /** Reads what came on a wire, with or without the framing. */
  static void read(boolean framed, String text, Wire.Ear ear) {
    if (!framed) {
      ear.frame(text);
    } else if (text.startsWith("o")) {
      ear.opened();
    } else if (text.startsWith("a")) {
      Json.readObject("{\"a\":" + text.substring(1) + "}")
          .get("a")
          .forEach(each -> ear.frame(each.asText()));
    }
  }
}
