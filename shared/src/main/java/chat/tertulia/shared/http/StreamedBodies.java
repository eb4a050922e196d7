package chat.tertulia.shared.http;

import chat.tertulia.shared.contract.AttachmentSwitchboard;
import chat.tertulia.shared.contract.Operation;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests whose body is a file: nothing gathers it, and it may take as long as it keeps coming.
 */
public final class StreamedBodies {
  /** How long such a body may take in all, in milliseconds. */
  public static final long MAX_MS = 600_000;

  private record Shape(String method, Pattern path) {}

  private static final List<Shape> SHAPES =
      AttachmentSwitchboard.UPLOADS.stream().map(StreamedBodies::shape).toList();

  private StreamedBodies() {}

  private static Shape shape(Operation<?, ?> operation) {
    String path = operation.path().replaceAll("\\{\\w+}", "[^/]+");
    return new Shape(operation.method().name(), Pattern.compile(RestRoutes.PREFIX + path));
  }

  /** Whether the request is one of these. */
  public static boolean matches(HttpServerRequest request) {
    String method = request.method().name();
    return SHAPES.stream()
        .anyMatch(s -> s.method().equals(method) && s.path().matcher(request.path()).matches());
  }
}
