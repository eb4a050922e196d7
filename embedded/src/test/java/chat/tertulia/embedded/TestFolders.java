package chat.tertulia.embedded;

import java.nio.file.Path;

final class TestFolders {
  private TestFolders() {}

  /** Programs unpacked once for all test runs of the module. */
  static final Path ENGINES = Path.of("target", "engines").toAbsolutePath();

  static final PostgresOptions POSTGRES = PostgresOptions.DEFAULT.engines(ENGINES);
  static final RedisOptions REDIS = RedisOptions.DEFAULT.engines(ENGINES);
}
