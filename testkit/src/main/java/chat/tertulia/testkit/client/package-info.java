/**
 * How a good client behaves: what it keeps, repeats and resumes. Knows no clock and no network;
 * whoever drives it brings both.
 */
package chat.tertulia.testkit.client;
