/**
 * Several processes of Tertulia against one PostgreSQL and one Redis, on loopback or on network
 * namespaces of their own, with something to break at every joint.
 */
package chat.tertulia.testkit.cluster;
