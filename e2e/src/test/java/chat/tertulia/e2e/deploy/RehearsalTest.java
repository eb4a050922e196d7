package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the build of an image does after compiling, and that the JVM takes what comes of it. */
class RehearsalTest {
  private static final Path FOLDER = Path.of("target", "rehearsal").toAbsolutePath();

  @Test
  void startIsRehearsedAndTheCacheFits() throws IOException, InterruptedException {
    ImageFolder.remove(FOLDER);
    Path app = ImageFolder.assemble(FOLDER, Part.ROOMS.module());

    rehearse(app);

    assertTrue(Files.size(app.resolve("tertulia.aot")) > 0);
    Path loaded = FOLDER.resolve("loaded.log");
    start(app, Map.of("TERTULIA_JAVA_OPTS", "-Xlog:class+load:file=" + loaded));
    String launcher =
        Yaml.text(loaded)
            .lines()
            .filter(line -> line.contains(" chat.tertulia.shared.runtime.Launcher "))
            .findFirst()
            .orElseThrow();
    assertTrue(launcher.contains("source: shared objects file"), launcher);
  }

  @Test
  void imageStartsWithoutCache() throws IOException, InterruptedException {
    Path target = FOLDER.resolveSibling("without-rehearsal");
    ImageFolder.remove(target);
    Path app = ImageFolder.assemble(target, Part.ROOMS.module());
    Files.createFile(app.resolve("tertulia.aot"));

    assertEquals(
        "Tertulia cannot start: TERTULIA_ADMIN_PORT must be a whole number",
        start(app, Map.of()).strip());
  }

  /** The build compiles it on its own, so only this test does before an image is built. */
  private static void rehearse(Path app) throws IOException, InterruptedException {
    Path classes = FOLDER.resolve("classes");
    String path = System.getProperty("java.class.path");
    Path source = Installation.K8S.resolve("image/Rehearsal.java");
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-cp",
                path,
                "-proc:none",
                "-d",
                classes.toString(),
                source.toString());
    assertEquals(0, code, "javac");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes + File.pathSeparator + path, "Rehearsal"));
    command.addAll(List.of(app.toString(), FOLDER.resolve("engines").toString()));
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().keySet().removeIf(name -> name.startsWith("TERTULIA_"));
    builder.environment().put("PATH", javaFirst());
    assertEquals(0, builder.start().waitFor(), "the rehearsal");
  }

  /** Starts it with a setting that is wrong, so that it ends at once; what it says. */
  private static String start(Path app, Map<String, String> more)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("/bin/sh", app.resolve("entrypoint.sh").toString())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(more);
    builder.environment().put("PATH", javaFirst());
    builder.environment().put("APP", app.toString());
    builder.environment().put("TERTULIA_CLUSTER_HOST", "127.0.0.1");
    builder.environment().put("TERTULIA_ADMIN_PORT", "ninety");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), said);
    return said;
  }

  private static String javaFirst() {
    return Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin";
  }
}
