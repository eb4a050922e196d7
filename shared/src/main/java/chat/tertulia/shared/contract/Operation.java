package chat.tertulia.shared.contract;

import io.vertx.core.http.HttpMethod;

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
    String summary) {

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
    return new Operation<>(name, method, path, request, response, 200, Access.USER, true, summary);
  }

  static <Q, R> Operation<Q, R> internal(String name, Class<Q> request, Class<R> response) {
    return new Operation<>(name, null, null, request, response, 200, Access.INTERNAL, false, "");
  }

  Operation<Q, R> status(int other) {
    return new Operation<>(name, method, path, request, response, other, access, onSocket, summary);
  }

  Operation<Q, R> open() {
    return new Operation<>(
        name, method, path, request, response, status, Access.OPEN, false, summary);
  }

  /** For what makes no sense on a socket: signing in, devices, files. */
  Operation<Q, R> restOnly() {
    return new Operation<>(name, method, path, request, response, status, access, false, summary);
  }
}
