package chat.tertulia.testkit;

import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.embedded.Progress;
import chat.tertulia.embedded.RedisOptions;

/**
 * The Redis of a test JVM: started when first asked for, stopped with the JVM. Tests that share it
 * keep apart by key prefix or by database number. Calls block.
 */
public final class LocalRedis {
  private static EmbeddedRedis shared;

  private LocalRedis() {}

  public static synchronized EmbeddedRedis shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** One more server, for a test that kills or empties it; stopped with the JVM at the latest. */
  public static EmbeddedRedis start() {
    RedisOptions options = RedisOptions.DEFAULT.engines(TestFolders.engines());
    EmbeddedRedis redis =
        TestFolders.inFreeFolder(
            "local-redis", folder -> EmbeddedRedis.start(folder, options, Progress.SILENT));
    Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
    return redis;
  }
}
