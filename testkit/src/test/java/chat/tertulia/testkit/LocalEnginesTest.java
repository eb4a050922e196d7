package chat.tertulia.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class LocalEnginesTest {
  @Test
  void everyDatabaseIsFresh() throws SQLException {
    TestDatabase one = LocalPostgres.shared().newDatabase();
    TestDatabase other = LocalPostgres.shared().newDatabase();

    assertNotEquals(one.name(), other.name());
    try (Connection connection = other.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_tables WHERE schemaname NOT LIKE ALL"
                    + " (ARRAY['pg\\_%', 'information_schema'])")) {
      assertTrue(rows.next());
      assertEquals(0, rows.getInt(1));
    }
  }

  @Test
  void redisRuns() {
    assertTrue(LocalRedis.shared().isAlive());
  }
}
