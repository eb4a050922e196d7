/**
 * The load generator: one event loop with its own WebSocket framing, so that it costs less than the
 * servers it drives, which counts every delivery and checks that each came once and in order.
 */
package chat.tertulia.bench.load;
