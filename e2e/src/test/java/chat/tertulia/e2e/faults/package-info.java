/**
 * Experiments: a crowd talks through a cluster of real processes while something breaks, and every
 * promise is checked afterwards. See docs/testing.md.
 */
package chat.tertulia.e2e.faults;
