/**
 * What is promised, as a judge over what clients sent, were told and saw. Knows no clock, no
 * network and no server, so that the same judge serves real processes and a simulation.
 */
package chat.tertulia.testkit.check;
