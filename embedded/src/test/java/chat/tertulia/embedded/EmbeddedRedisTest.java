package chat.tertulia.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {
  @TempDir Path folder;
  private EmbeddedRedis redis;

  @AfterEach
  void stop() {
    if (redis != null) {
      redis.stop();
    }
  }

  @Test
  void keepsWhatItHeldOverAStop() throws IOException {
    start();
    ask("SET", "kept", "yes");

    redis.stop();
    start();

    assertEquals("$3", ask("GET", "kept"));
  }

  @Test
  void evictsNothingAndSyncsEverySecond() throws IOException {
    start();

    try (RedisProbe probe = new RedisProbe(redis.port(), redis.password())) {
      assertEquals("noeviction", probe.setting("maxmemory-policy"));
      assertEquals("everysec", probe.setting("appendfsync"));
      assertEquals("127.0.0.1", probe.setting("bind"));
    }
  }

  @Test
  void onlyTheRightPasswordOpensIt() {
    start();

    assertThrows(IOException.class, () -> new RedisProbe(redis.port(), "wrong"));
  }

  @Test
  void secondLauncherOnTheSameFolderIsRefused() {
    start();

    assertThrows(
        FolderInUse.class, () -> EmbeddedRedis.start(folder, TestFolders.REDIS, Progress.SILENT));
  }

  @Test
  void comesBackOnTheSamePortAfterASigkill() throws IOException {
    start();
    int port = redis.port();

    redis.killHard();
    redis.restart();

    assertEquals(port, redis.port());
    assertEquals("+PONG", ask("PING"));
  }

  @Test
  void startsEmptyWhenItsFilesCannotBeRead() throws IOException {
    start();
    ask("SET", "lost", "yes");
    redis.stop();
    Path manifest = folder.resolve("redis7/appendonlydir/appendonly.aof.manifest");
    Files.writeString(manifest, "nonsense\n");

    start();

    assertEquals("$-1", ask("GET", "lost"));
  }

  @Test
  void ownerLearnsOfAnEndNobodyAskedFor() throws Exception {
    start();
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    redis.onDeath(heard::complete);

    ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();

    assertEquals(137, heard.get(10, TimeUnit.SECONDS));
  }

  @Test
  void doesNotOutliveAStop() {
    start();
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();

    redis.stop();

    assertTrue(Waiting.until(Duration.ofSeconds(5), () -> !Orphans.runs(process)));
    assertFalse(redis.isAlive());
  }

  private void start() {
    redis = EmbeddedRedis.start(folder, TestFolders.REDIS, Progress.SILENT);
  }

  private String ask(String... words) throws IOException {
    try (RedisProbe probe = new RedisProbe(redis.port(), redis.password())) {
      return probe.ask(words);
    }
  }
}
