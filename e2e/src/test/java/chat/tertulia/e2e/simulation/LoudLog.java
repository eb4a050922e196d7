package chat.tertulia.e2e.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Keeps the warnings of thousands of bad days off the screen, and remembers errors: an error in the
 * log is a bug, whatever the checker says.
 */
final class LoudLog extends AppenderBase<ILoggingEvent> {
  private final Logger logger = (Logger) LoggerFactory.getLogger("chat.tertulia");
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private Level before;

  @Override
  public void start() {
    super.start();
    before = logger.getLevel();
    logger.setLevel(Level.ERROR);
    logger.addAppender(this);
  }

  @Override
  public void stop() {
    logger.detachAppender(this);
    logger.setLevel(before);
    super.stop();
  }

  @Override
  protected void append(ILoggingEvent event) {
    errors.add(event.getLoggerName() + ": " + event.getFormattedMessage());
  }

  List<String> errors() {
    return errors;
  }
}
