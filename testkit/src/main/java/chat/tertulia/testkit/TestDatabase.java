package chat.tertulia.testkit;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One database of a {@link LocalPostgres} and the superuser who may do anything in it. */
public record TestDatabase(String host, int port, String name, String user, String password) {
  /** Roles belong to the server, so all its databases agree on their password. */
  public static final String SERVICE_ROLE_PASSWORD = "only-for-tests";

  private static final int CONNECTIONS = 4;

  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s?sslmode=disable".formatted(host, port, name);
  }

  /** A connection of the superuser; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user, password);
  }

  /** What a service needs to migrate and use this database. */
  public DatabaseSettings settings() {
    return new DatabaseSettings(
        host,
        port,
        name,
        user,
        new Secret(password),
        new Secret(SERVICE_ROLE_PASSWORD),
        CONNECTIONS);
  }
}
