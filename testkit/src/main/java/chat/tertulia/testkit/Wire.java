package chat.tertulia.testkit;

import io.vertx.core.Future;

/** One connection of a client, frames as text. Lives on one event loop and is used once. */
interface Wire {
  /** Told what happens on it. */
  interface Ear {
    void opened();

    void frame(String text);

    /** It has gone or never came; told once. */
    void closed();
  }

  void connect(Ear ear);

  void write(String text);

  void close();

  /** Stops or goes on reading what comes. */
  void reading(boolean on);

  /** Gives back what it holds. */
  Future<Void> release();
}
