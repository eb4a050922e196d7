package chat.tertulia.bench.load;

import java.util.List;
import java.util.function.Predicate;

/**
 * How one socket comes in.
 *
 * @param room what it listens to; null for one that only sends
 * @param port of the server on loopback
 * @param path of the WebSocket
 * @param waitsForOpen whether it writes only after SockJS's open frame, as SockJS clients do
 * @param greeting frames it writes as soon as it is connected
 * @param isLive whether a text without messages, with escapes taken off, says that it is in
 * @param ping frames it writes every {@link Load#PING_EVERY}
 */
public record Seat(
    Room room,
    int port,
    String path,
    boolean waitsForOpen,
    List<byte[]> greeting,
    Predicate<String> isLive,
    List<byte[]> ping) {}
