package chat.tertulia.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Shows the end of the shared standalone's log below a failure. */
final class LogOnFailure implements TestWatcher {
  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.out.println(
        context.getDisplayName()
            + " failed; the standalone's log ends with:\n"
            + Running.tertulia().tail());
  }
}
