/** Results: every measured window as JSON, medians and ratios as a table. */
package chat.tertulia.bench.report;
