package chat.tertulia.shared.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the web jar on the class path, so that the build file alone names it. */
final class SwaggerUi {
  static final String VERSION = version();

  private SwaggerUi() {}

  private static String version() {
    String path = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    try (InputStream in = SwaggerUi.class.getResourceAsStream(path)) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
