package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.rooms.domain.Rights.Act;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may do what, as the documentation shows it: the whole table. */
class RightsTest {
  private static final Path DOCUMENT = Path.of("../docs/protocol.md");

  @Test
  void theTableIsTheDocumentedOne() throws IOException {
    assertEquals(String.join("\n", documented()), table());
  }

  private static List<String> documented() throws IOException {
    var acts = Arrays.stream(Act.values()).map(RightsTest::words).toList();
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.matches("\\| [a-z ]+ (\\| (yes|no) ){5}\\|"))
        .filter(line -> acts.contains(line.split("\\|", -1)[1].strip()))
        .toList();
  }

  private static String table() {
    return Arrays.stream(Act.values()).map(RightsTest::row).collect(Collectors.joining("\n"));
  }

  private static String row(Act act) {
    String roles =
        Arrays.stream(Role.values())
            .map(role -> yes(Rights.may(Kind.PRIVATE, role, act)))
            .collect(Collectors.joining(" | "));
    boolean direct = Rights.may(Kind.DIRECT, Role.MEMBER, act);
    return "| " + words(act) + " | " + roles + " | " + yes(direct) + " |";
  }

  private static String words(Act act) {
    return act.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String yes(boolean may) {
    return may ? "yes" : "no";
  }

  @Test
  void moderatorsActAgainstThoseBelowThemOwnersAgainstAnyone() {
    for (Role other : Role.values()) {
      assertEquals(true, Rights.over(Role.OWNER, other));
      assertEquals(!other.atLeast(Role.MODERATOR), Rights.over(Role.MODERATOR, other));
    }
  }
}
