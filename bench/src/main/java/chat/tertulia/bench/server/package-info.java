/** The servers compared with Tertulia, and Tertulia itself, each with its {@code main}. */
package chat.tertulia.bench.server;
