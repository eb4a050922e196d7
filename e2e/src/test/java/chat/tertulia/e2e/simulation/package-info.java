/**
 * A seeded simulation: the live path of gateways, the append path of log services and the client's
 * logic, as they run in production, over machines, a bus and a store that exist only here. One
 * thread, virtual time, faults drawn from the seed. What it holds everything to is the checker that
 * the tests over real processes use.
 */
package chat.tertulia.e2e.simulation;
