package chat.tertulia.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Shows the end of the shared Tertulia's log below a failure. */
final class LogOnFailure implements TestWatcher {
  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.out.println(
        context.getDisplayName() + " failed; the log ends with:\n" + Running.tails());
  }
}
