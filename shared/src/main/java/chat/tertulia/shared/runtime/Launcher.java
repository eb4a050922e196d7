package chat.tertulia.shared.runtime;

import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** The {@code main} of every service: settings, node, verticle, one ready line, orderly stop. */
public final class Launcher {
  private static final int EXIT_BAD_START = 1;

  /** It stopped in order because it could no longer do its work: start it again. */
  private static final int EXIT_UNFIT = 3;

  private Launcher() {}

  /**
   * Starts one service and returns; the process lives until it is told to stop.
   *
   * @param name shown in the ready line
   * @param service migrates its schema and deploys its verticle; runs on the calling thread and may
   *     block before it returns
   */
  public static void run(String name, BiFunction<Node, Settings, Future<?>> service) {
    try {
      Settings settings = Settings.ofEnvironment();
      Node node = await(Node.start(settings.read(NodeSettings.class)));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
      node.onFailure(() -> new Thread(() -> System.exit(EXIT_UNFIT), "end").start());
      await(service.apply(node, settings));
      System.out.println("Tertulia " + name + " is ready, inner port " + node.adminPort());
    } catch (RuntimeException e) {
      System.err.println("Tertulia cannot start: " + reason(e));
      System.exit(EXIT_BAD_START);
    }
  }

  /** Waits for a start-up step on the main thread. */
  public static <T> T await(Future<T> step) {
    try {
      return step.toCompletionStage().toCompletableFuture().get(2, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("a part did not start within two minutes", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** One line for the person who starts it; a bug is shown with its type. */
  public static String reason(Throwable e) {
    Throwable cause = e;
    while (!(cause instanceof BadSetting) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof BadSetting ? cause.getMessage() : cause.toString();
  }

  private static void stop(Node node) {
    try {
      long most = node.stopsWithin().plusSeconds(1).toMillis();
      node.stop().toCompletionStage().toCompletableFuture().get(most, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("Tertulia did not stop in order: " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
