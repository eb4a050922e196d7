/** A crowd that talks, comes and goes, for tests that do harm meanwhile. */
package chat.tertulia.testkit.load;
