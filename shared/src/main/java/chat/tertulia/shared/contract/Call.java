package chat.tertulia.shared.contract;

/**
 * One request as a handler sees it, however it came.
 *
 * @param caller who asks; null only for operations that are {@link Operation.Access#OPEN}
 * @param body the request record, already checked by its constructors
 * @param origin where it came from
 */
public record Call<Q>(Caller caller, Q body, Origin origin) {
  /**
   * Where a request came from.
   *
   * @param address the client's network address, for limits and the device list
   * @param agent the client's user agent, at most {@value #MAX_AGENT_CHARS} characters
   * @param cookies the raw Cookie header of a REST request, else null
   * @param trace the id that follows this request through every process and log line
   */
  public record Origin(String address, String agent, String cookies, String trace) {
    public static final int MAX_AGENT_CHARS = 256;

    /** For calls a service makes on its own account. */
    public static final Origin INTERNAL = new Origin("", "", null, "internal");
  }

  public <T> Call<T> with(T other) {
    return new Call<>(caller, other, origin);
  }
}
