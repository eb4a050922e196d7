package chat.tertulia.bench.load;

/** A connection that can send posts. */
public interface Sender {
  /** Writes one message of a room; the bytes are valid during the call. */
  void post(byte[] bytes, int room, int index);
}
