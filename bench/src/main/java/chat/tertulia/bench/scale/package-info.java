/** A cluster on paper: what travels between its processes, for sizes nobody can measure here. */
package chat.tertulia.bench.scale;
