package chat.tertulia.bench.scenario;

/** What a run is doing, for who waits for it. */
final class Progress {
  private Progress() {}

  static void say(String what) {
    System.err.println("bench: " + what);
  }
}
