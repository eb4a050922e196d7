/** What is compared: a fleet of processes and the language spoken with it. */
package chat.tertulia.bench.contender;
