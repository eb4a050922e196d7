/** What is done with the contenders and what is measured meanwhile. */
package chat.tertulia.bench.scenario;
