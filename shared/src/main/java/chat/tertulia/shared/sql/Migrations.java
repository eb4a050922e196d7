package chat.tertulia.shared.sql;

import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one service's schema up to date at start, blocking. Several replicas may do so at once:
 * the roles are made under an advisory lock, the schema under Flyway's own.
 */
public final class Migrations {
  /** How long a start waits for PostgreSQL to answer. */
  public static final Duration WAIT = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** Serialises the making of roles over all databases of a server. */
  private static final long ROLE_LOCK = 0x7465727475_6c69L;

  private static final String[] ROLES = {"tertulia_auth", "tertulia_rooms", "tertulia_history"};

  private Migrations() {}

  /**
   * Makes the roles, gives {@code role} its password, and migrates {@code schema} from the class
   * path folder {@code db/<schema>}.
   */
  public static void run(DatabaseSettings database, String schema) {
    if (database.adminPassword().isEmpty()) {
      LOG.info("schema not migrated, no admin password is set schema={}", schema);
      return;
    }
    try (Connection admin = connect(database)) {
      makeRoles(admin, database);
    } catch (SQLException e) {
      throw new BadSetting(
          "TERTULIA_DB_HOST",
          "cannot prepare PostgreSQL at " + database.jdbcUrl() + ": " + e.getMessage());
    }
    int applied = flyway(database, schema).migrate().migrationsExecuted;
    LOG.info("schema ready schema={} applied={}", schema, applied);
  }

  private static Flyway flyway(DatabaseSettings database, String schema) {
    return Flyway.configure()
        .dataSource(database.jdbcUrl(), database.adminUser(), database.adminPassword().value())
        .schemas(schema)
        .defaultSchema(schema)
        .locations("classpath:db/" + schema)
        .validateMigrationNaming(true)
        .load();
  }

  private static Connection connect(DatabaseSettings database) throws SQLException {
    var properties = new Properties();
    properties.put("user", database.adminUser());
    properties.put("password", database.adminPassword().value());
    properties.put("connectTimeout", "5");
    long until = System.nanoTime() + WAIT.toNanos();
    boolean told = false;
    while (true) {
      try {
        return DriverManager.getConnection(database.jdbcUrl(), properties);
      } catch (SQLException e) {
        boolean notUpYet =
            e.getSQLState() != null
                && (e.getSQLState().startsWith("08") || e.getSQLState().equals("57P03"));
        if (!notUpYet || System.nanoTime() > until) {
          throw e;
        }
        if (!told) {
          LOG.info("waiting for PostgreSQL url={}", database.jdbcUrl());
          told = true;
        }
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for PostgreSQL", e);
    }
  }

  private static void makeRoles(Connection admin, DatabaseSettings database) throws SQLException {
    admin.setAutoCommit(false);
    try (var statement = admin.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + ROLE_LOCK + ")");
      for (String role : ROLES) {
        try (var found =
            statement.executeQuery("select from pg_roles where rolname = '" + role + "'")) {
          if (found.next()) {
            continue;
          }
        }
        statement.execute("create role " + role + " login");
      }
    }
    if (!database.password().isEmpty()) {
      setPasswords(admin, database.password().value());
    }
    admin.commit();
  }

  private static void setPasswords(Connection admin, String password) throws SQLException {
    for (String role : ROLES) {
      try (var quote = admin.prepareStatement("select format('alter role %I password %L', ?, ?)")) {
        quote.setString(1, role);
        quote.setString(2, password);
        try (var row = quote.executeQuery()) {
          row.next();
          try (var alter = admin.createStatement()) {
            alter.execute(row.getString(1));
          }
        }
      }
    }
  }
}
