/**
 * Measures Tertulia against the stock SockJS bridge and bare broadcasters, interleaved in one run,
 * and checks every delivery while it does.
 */
package chat.tertulia.bench;
