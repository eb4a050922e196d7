package chat.tertulia.standalone;

import chat.tertulia.embedded.EngineFailure;
import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Launcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in one process: the engines as its children, every service and the gateway on one
 * Vert.x. What it needs it finds or makes in one folder.
 */
public final class Standalone {
  private static final Logger log = LoggerFactory.getLogger(Standalone.class);

  /** Property: start everything, then stop, so that the JVM learns what a start needs. */
  private static final String REHEARSAL = "tertulia.rehearsal";

  private Standalone() {}

  public static void main(String[] arguments) {
    Shutdown shutdown = new Shutdown();
    shutdown.install();
    try {
      String url = new Start(Settings.ofEnvironment(), shutdown).run();
      shutdown.startIsOver();
      if (Boolean.getBoolean(REHEARSAL)) {
        System.exit(0);
      }
      // Clients get time to move, so Ctrl-C is not the end yet: say that it was heard.
      shutdown.onStop(() -> System.out.println("Tertulia: stopping"));
      System.out.println("Tertulia is ready: " + url);
    } catch (Shutdown.Overtaken e) {
      shutdown.startIsOver();
    } catch (BadSetting | EngineFailure e) {
      shutdown.fail("Tertulia cannot start: " + e.getMessage());
    } catch (RuntimeException e) {
      log.error("start failed", e);
      shutdown.fail("Tertulia cannot start: " + Launcher.reason(e));
    }
  }
}
