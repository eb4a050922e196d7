package chat.tertulia.shared.contract;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/**
 * One operation of the contract, defined once and served as REST and on the bus.
 *
 * <p>The request record is filled from path, query and body alike (the path wins), so its
 * components carry the names of the contract. On the bus the same names stand in one object.
 *
 * @param name the name a socket client sends to, also the OpenAPI operation id
 * @param method HTTP method, null when it is not on REST
 * @param path below {@code /api/v1}, parameters as {@code {roomId}}; null when it is not on REST
 * @param request record read from outside
 * @param response record written as the answer
 * @param status HTTP status of success
 * @param access who may call
 * @param onSocket whether a socket may name it
 * @param summary one line for the OpenAPI document
 * @param within how long its service may take; then the answer is {@code unavailable} and the
 *     outcome open
 */
public record Operation<Q, R>(
    String name,
    HttpMethod method,
    String path,
    Class<Q> request,
    Class<R> response,
    int status,
    Access access,
    boolean onSocket,
    String summary,
    Duration within) {

  /** What most operations may take: what comes above it must have answered within 3 seconds. */
  public static final Duration WITHIN = Duration.ofMillis(2_600);

  /** What an operation may take that waits for its turn to hash a password. */
  public static final Duration HASHING_WITHIN = Duration.ofSeconds(8);

  /** Who may call an operation. */
  public enum Access {
    /** Anyone, without a token. */
    OPEN,
    /** Whoever has a valid access token. */
    USER,
    /** Only our own services, over the bus. */
    INTERNAL
  }

  /** The event bus address its service answers on. No client can name an event bus address. */
  public String address() {
    return "op." + name;
  }

  static <Q, R> Operation<Q, R> rest(
      String name,
      HttpMethod method,
      String path,
      Class<Q> request,
      Class<R> response,
      String summary) {
    return new Operation<>(
        name, method, path, request, response, 200, Access.USER, true, summary, WITHIN);
  }

  static <Q, R> Operation<Q, R> internal(String name, Class<Q> request, Class<R> response) {
    return new Operation<>(
        name, null, null, request, response, 200, Access.INTERNAL, false, "", WITHIN);
  }

  Operation<Q, R> status(int other) {
    return new Operation<>(
        name, method, path, request, response, other, access, onSocket, summary, within);
  }

  Operation<Q, R> open() {
    return new Operation<>(
        name, method, path, request, response, status, Access.OPEN, false, summary, within);
  }

  /** For what makes no sense on a socket: signing in, devices, files. */
  Operation<Q, R> restOnly() {
    return new Operation<>(
        name, method, path, request, response, status, access, false, summary, within);
  }

  /** For what hashes a password: such work waits for its turn. */
  Operation<Q, R> hashing() {
    return new Operation<>(
        name, method, path, request, response, status, access, onSocket, summary, HASHING_WITHIN);
  }
}
