/**
 * history-service: the room log.
 *
 * <p>A send goes through {@code api} to {@link chat.tertulia.history.domain.Posting}, waits in
 * {@link chat.tertulia.history.domain.AppendQueue} for the batch under way, is committed by the
 * function {@code history.append} with everything that gathered meanwhile, is announced on the bus
 * and then acknowledged. A crash between commit and announcement costs readers the delay until
 * their next look at the heads, and the sender a repeat under the same client id.
 *
 * <p>Reads take membership, head and rows from one snapshot. Only the append function, and what
 * room-service calls, writes the log: the service's own database role cannot.
 */
package chat.tertulia.history;
