package chat.tertulia.shared.config;

/** Where PostgreSQL is, and who migrates it. */
public record DatabaseSettings(
    @Setting(name = "TERTULIA_DB_HOST", fallback = "127.0.0.1", doc = "PostgreSQL's host")
        String host,
    @Setting(name = "TERTULIA_DB_PORT", fallback = "5432", doc = "PostgreSQL's port") int port,
    @Setting(name = "TERTULIA_DB_NAME", fallback = "tertulia", doc = "database") String name,
    @Setting(
            name = "TERTULIA_DB_ADMIN_USER",
            fallback = "postgres",
            doc = "role that creates roles and schemas at start")
        String adminUser,
    @Setting(
            name = "TERTULIA_DB_ADMIN_PASSWORD",
            fallback = "",
            doc = "its password; empty: the schemas are not migrated at start")
        Secret adminPassword,
    @Setting(
            name = "TERTULIA_DB_PASSWORD",
            doc =
                "password of the services' own roles, tertulia_auth, tertulia_rooms and"
                    + " tertulia_history",
            fallback = "")
        Secret password,
    @Setting(
            name = "TERTULIA_DB_CONNECTIONS",
            fallback = "8",
            doc = "connections a service keeps at most")
        int connections) {
  public DatabaseSettings {
    Ports.check("TERTULIA_DB_PORT", port);
    if (connections < 1 || connections > 500) {
      throw new BadSetting("TERTULIA_DB_CONNECTIONS", "must be 1 to 500");
    }
  }

  /** The same database with another bound on connections. */
  public DatabaseSettings withConnections(int most) {
    return new DatabaseSettings(host, port, name, adminUser, adminPassword, password, most);
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }
}
