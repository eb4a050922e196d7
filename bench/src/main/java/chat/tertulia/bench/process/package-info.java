/** The processes under test: started, measured from outside, and always stopped. */
package chat.tertulia.bench.process;
