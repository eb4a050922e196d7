package chat.tertulia.standalone;

import java.io.Serial;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end: what was started is stopped in reverse, whether a signal, a failed start or a
 * lost engine asks for it, and also when it is asked for in the middle of a start.
 */
final class Shutdown {
  /** How long a signal waits for a start to come to a point where it can be undone. */
  static final long START_WAIT_SECONDS = 20;

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Step> steps = new ArrayDeque<>();
  private final CountDownLatch startOver = new CountDownLatch(1);
  private boolean stopping;
  private volatile int exitCode;

  /** Undoes one part of the start; may block. */
  interface Step {
    void stop() throws Exception;
  }

  /** Ends a start that was overtaken by a stop. */
  static final class Overtaken extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Overtaken() {
      super("stopping", null, false, false);
    }
  }

  /** From now on a signal runs the steps and ends the process with 0, or the code of a failure. */
  void install() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  run();
                  // Returning would end the process with 143 although all went well.
                  Runtime.getRuntime().halt(exitCode);
                },
                "stop"));
  }

  /**
   * Remembers how to undo what has just been started.
   *
   * @throws Overtaken after undoing it at once, if the process is stopping already
   */
  void onStop(Step step) {
    synchronized (this) {
      if (!stopping) {
        steps.push(step);
        return;
      }
    }
    attempt(step);
    throw new Overtaken();
  }

  /** Told once by the start, whatever became of it. */
  void startIsOver() {
    startOver.countDown();
  }

  /** Stops the process in order, with a line for the operator and exit code 1. */
  void fail(String line) {
    System.err.println(line.replaceAll("\\s*\\R\\s*", " "));
    exitCode = 1;
    startIsOver();
    Runtime.getRuntime().exit(1);
  }

  void run() {
    synchronized (this) {
      stopping = true;
    }
    try {
      if (!startOver.await(START_WAIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("stopping in the middle of a start seconds={}", START_WAIT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Step step = next(); step != null; step = next()) {
      attempt(step);
    }
  }

  private synchronized Step next() {
    return steps.poll();
  }

  private static void attempt(Step step) {
    try {
      step.stop();
    } catch (Exception e) {
      log.warn("a part did not stop in order reason={}", e.toString());
    }
  }
}
