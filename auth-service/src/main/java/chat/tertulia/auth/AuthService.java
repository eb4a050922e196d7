package chat.tertulia.auth;

import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Migrations;

/** auth-service as a process of its own. */
public final class AuthService {
  private AuthService() {}

  /** Settings come from the environment. */
  public static void main(String[] arguments) {
    Launcher.run(
        "auth-service",
        (node, settings) -> {
          var database = settings.read(DatabaseSettings.class);
          var own = settings.read(AuthSettings.class);
          Settings.log(own);
          Migrations.run(database, "auth");
          return node.deploy(new AuthVerticle(node, database, own));
        });
  }
}
