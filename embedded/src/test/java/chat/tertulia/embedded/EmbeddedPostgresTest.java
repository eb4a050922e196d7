package chat.tertulia.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;
  private EmbeddedPostgres postgres;

  @AfterEach
  void stop() {
    if (postgres != null) {
      postgres.stop();
    }
  }

  @Test
  void runningServerIsDurable() throws SQLException {
    start();

    assertEquals("on", ask("SHOW fsync"));
    assertEquals("on", ask("SHOW synchronous_commit"));
    assertEquals("on", ask("SHOW full_page_writes"));
    assertEquals("on", ask("SHOW data_checksums"));
    assertEquals("18", ask("SHOW server_version_num").substring(0, 2));
  }

  @Test
  void serverThatWouldNotBeDurableIsRefused() throws SQLException {
    start();
    execute("ALTER ROLE tertulia_admin SET synchronous_commit = off");
    postgres.stop();

    EngineFailure refusal = assertThrows(EngineFailure.class, this::start);

    assertTrue(refusal.getMessage().contains("synchronous_commit=off"), refusal.getMessage());
  }

  @Test
  void committedRowsSurviveASigkillOfEveryProcess() throws SQLException {
    start();
    int port = postgres.port();
    execute("CREATE TABLE kept (n int)");

    for (int n = 0; n < 3; n++) {
      execute("INSERT INTO kept VALUES (" + n + ")");
      postgres.killHard();
      postgres.restart();
    }

    assertEquals("3", ask("SELECT count(*) FROM kept"));
    assertEquals(port, postgres.port());
  }

  @Test
  void committedRowsSurviveAnImmediateStop() throws SQLException {
    start();
    execute("CREATE TABLE kept AS SELECT 1");

    postgres.stopImmediate();
    postgres.restart();

    assertEquals("1", ask("SELECT count(*) FROM kept"));
  }

  @Test
  void onlyTheRightPasswordOpensTheDatabase() {
    start();
    String url = postgres.jdbcUrl(postgres.database()) + "?sslmode=disable&user=tertulia_admin";

    assertThrows(SQLException.class, () -> DriverManager.getConnection(url + "&password=wrong"));
    assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
  }

  @Test
  void passwordIsForTheOwnerAlone() throws IOException {
    start();

    var mode = Files.getPosixFilePermissions(folder.resolve("pg18/password"));

    assertEquals("rw-------", PosixFilePermissions.toString(mode));
  }

  @Test
  void secondLauncherOnTheSameFolderIsRefused() {
    start();

    FolderInUse refusal = assertThrows(FolderInUse.class, this::startAnother);

    assertTrue(refusal.getMessage().contains("pid " + ProcessHandle.current().pid()));
    assertTrue(postgres.isAlive());
  }

  @Test
  void serverOfAKilledParentIsStoppedFirst() throws Exception {
    ParentToKill.Running killed = ParentToKill.start(folder);
    killed.parent().destroyForcibly().waitFor();
    assertTrue(ProcessHandle.of(killed.postgres()).isPresent(), "the orphan should still run");

    start();

    assertEquals("1", ask("SELECT 1"));
    assertFalse(runs(killed.postgres()));
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, TestFolders.REDIS, Progress.SILENT)) {
      assertTrue(redis.isAlive());
      assertFalse(runs(killed.redis()));
    }
  }

  @Test
  void pidFileThatNamesAnotherProgramIsNoObstacle() throws IOException, SQLException {
    start();
    postgres.killHard();
    Path pidFile = folder.resolve("pg18/cluster/postmaster.pid");
    String text = Files.readString(pidFile);
    String parent = Long.toString(ProcessHandle.current().parent().orElseThrow().pid());
    Files.writeString(pidFile, text.replaceFirst("^\\d+", parent));

    postgres.restart();

    assertEquals("1", ask("SELECT 1"));
  }

  @Test
  void ownerLearnsOfAnEndNobodyAskedFor() throws Exception {
    start();
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    postgres.onDeath(heard::complete);

    ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();

    assertEquals(137, heard.get(10, TimeUnit.SECONDS));
  }

  @Test
  void askedEndIsNoDeath() {
    start();
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    postgres.onDeath(heard::complete);

    postgres.restart();
    postgres.stop();

    assertFalse(heard.isDone());
  }

  @Test
  void noProcessOutlivesAStop() {
    start();
    long pid = postgres.pid();
    var below = ProcessHandle.of(pid).orElseThrow().descendants().toList();

    postgres.stop();

    assertFalse(runs(pid));
    assertTrue(Waiting.until(Duration.ofSeconds(5), () -> below.stream().noneMatch(Orphans::runs)));
  }

  @Test
  void lettersBeyondAsciiAreLetters() throws SQLException {
    start();
    execute("CREATE EXTENSION pg_trgm");

    assertEquals("t", ask("SELECT cardinality(show_trgm('日本語')) > 0 AND lower('ÉÑ') = 'éñ'"));
  }

  @Test
  void runsAsAnotherUserWhereNamespacesAreForbidden() throws Exception {
    Platform platform = Platform.current();
    assumeTrue(
        platform.isLinux() && !Account.forPostgres(platform).equals(Account.SELF),
        "only root can switch to another user");
    assertThrows(EngineFailure.class, () -> startAs(Account.otherUser()));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));

    postgres = startAs(Account.otherUser());
    postgres.killHard();
    postgres.restart();

    assertEquals("1", ask("SELECT 1"));
  }

  private EmbeddedPostgres startAs(Account account) {
    return EmbeddedPostgres.start(
        folder.resolve("data"),
        PostgresOptions.DEFAULT,
        Progress.SILENT,
        Platform.current(),
        account);
  }

  private void start() {
    postgres = startAnother();
  }

  private EmbeddedPostgres startAnother() {
    return EmbeddedPostgres.start(folder, TestFolders.POSTGRES, Progress.SILENT);
  }

  private void execute(String sql) throws SQLException {
    try (Connection admin = postgres.connect(postgres.database());
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection admin = postgres.connect(postgres.database());
        Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(Orphans::runs).isPresent();
  }
}
