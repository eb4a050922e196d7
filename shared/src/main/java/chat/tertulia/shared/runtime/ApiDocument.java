package chat.tertulia.shared.runtime;

import chat.tertulia.shared.contract.Operation;
import io.vertx.ext.web.Router;
import java.util.List;

/** The OpenAPI 3.1 document of a service, made from its operations, and a page to try it. */
final class ApiDocument {
  private ApiDocument() {}

  static void mount(Router router, String title, List<Operation<?, ?>> operations) {
    var document = OpenApi.describe(title, operations).toString();
    router
        .get("/openapi.json")
        .handler(
            context ->
                context.response().putHeader("Content-Type", "application/json").end(document));
  }
}
