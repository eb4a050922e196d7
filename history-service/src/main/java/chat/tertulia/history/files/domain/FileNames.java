package chat.tertulia.history.files.domain;

import chat.tertulia.shared.contract.Attachments;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Text;

/** What people call their files. Only ever shown: nothing is stored under these names. */
public final class FileNames {
  private static final String NAMELESS = "file";

  private FileNames() {}

  /** The name without the folders before it. */
  public static String clean(String given) {
    if (given == null || given.isBlank()) {
      return NAMELESS;
    }
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    if (!Text.isClean(last)) {
      throw Problem.field("name", "must not contain NUL or broken characters");
    }
    if (last.isBlank() || last.chars().allMatch(c -> c == '.')) {
      return NAMELESS;
    }
    return Text.line("name", last, 1, Attachments.MAX_NAME_CHARS);
  }
}
