package chat.tertulia.e2e.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What an image has in {@code /app}, put together by the script the Dockerfile calls. The jars are
 * those of the test's class path without the tools of tests; an image has fewer.
 */
final class ImageFolder {
  private static final List<String> TOOLS =
      List.of(
          "driver",
          "playwright",
          "dequeutilites",
          "junit",
          "archunit",
          "kotlin",
          "okhttp",
          "okio",
          "client-java",
          "google-java-format",
          "guava",
          "embedded-",
          "sockjs-client",
          "nimbus",
          "commonmark",
          "swagger-annotations",
          "standalone",
          "testkit",
          "e2e",
          "test-classes");

  private ImageFolder() {}

  /**
   * The folder of one module below another one. Made once: processes of the same module share it,
   * and jars that change under a running one break it.
   */
  static Path assemble(Path target, String module) throws IOException, InterruptedException {
    Path app = target.resolve(module);
    if (Files.exists(app)) {
      return app;
    }
    Files.createDirectories(app);
    Path script = Installation.K8S.resolve("image/assemble.sh");
    var command =
        new ProcessBuilder("sh", script.toString(), module, jars(target).toString(), app.toString())
            .inheritIO();
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int code = command.start().waitFor();
    if (code != 0) {
      throw new AssertionError(script + " ended with " + code);
    }
    for (String each : List.of("entrypoint.sh", "healthcheck.sh")) {
      Files.copy(
          Installation.K8S.resolve("image").resolve(each),
          app.resolve(each),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return app;
  }

  private static synchronized Path jars(Path target) throws IOException {
    Path folder = target.resolve("jars");
    if (Files.exists(folder)) {
      return folder;
    }
    Files.createDirectories(folder);
    int number = 0;
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      // An empty entry stands for the working directory.
      if (each.isBlank()) {
        continue;
      }
      Path entry = Path.of(each);
      String name = entry.getFileName().toString();
      if (TOOLS.stream().anyMatch(name::startsWith) || !Files.exists(entry)) {
        continue;
      }
      if (name.equals("classes")) {
        pack(entry, folder.resolve("classes-" + ++number + ".jar"));
      } else if (name.endsWith(".jar")) {
        Files.createSymbolicLink(folder.resolve(name), entry.toAbsolutePath());
      }
    }
    return folder;
  }

  /** Within a build of everything a module may still be a folder of classes. */
  private static void pack(Path classes, Path jar) {
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file",
                jar.toString(),
                "-C",
                classes.toString(),
                ".");
    if (code != 0) {
      throw new AssertionError("jar ended with " + code);
    }
  }

  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
