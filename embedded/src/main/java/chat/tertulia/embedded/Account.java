package chat.tertulia.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The account PostgreSQL runs under. It refuses to run as root, so where we are root it runs in a
 * user namespace of its own, in which it is nobody while its files stay root's; where namespaces
 * are forbidden (many containers) it runs as another user, who then owns its files.
 *
 * @param prefix words before a command that switch to the account
 * @param owner who must own what the account writes; null if that is us
 */
record Account(List<String> prefix, Owner owner) {
  static final Account SELF = new Account(List.of(), null);
  private static final List<String> CANDIDATES = List.of("postgres", "nobody");

  record Owner(String name, int uid, int gid) {}

  static Account forPostgres(Platform platform) {
    if (!isRoot(platform)) {
      return SELF;
    }
    Account namespace = new Account(List.of("unshare", "-U"), null);
    return Platform.onPath("unshare") && namespace.works() ? namespace : otherUser();
  }

  static Account otherUser() {
    if (Platform.onPath("setpriv")) {
      for (String name : CANDIDATES) {
        Owner owner = passwdEntry(name);
        if (owner != null) {
          return new Account(
              List.of(
                  "setpriv", "--reuid=" + owner.uid(), "--regid=" + owner.gid(), "--clear-groups"),
              owner);
        }
      }
    }
    throw new EngineFailure(
        "PostgreSQL does not run as root, and neither unshare -U nor setpriv works here:"
            + " start Tertulia as another user");
  }

  /** Gives the account what it must write, and lets it through the folders above. */
  void own(Path root) throws IOException {
    if (owner == null) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.setAttribute(path, "unix:uid", owner.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Lets the account enter, though not list, a folder of ours. */
  void mayEnter(Path folder) throws IOException {
    if (owner != null) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
      mode.add(PosixFilePermission.GROUP_EXECUTE);
      mode.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(folder, mode);
    }
  }

  /** Fails in words when the account can't get at the program. */
  void mustReach(Path program) {
    if (owner != null && !succeeds("test", "-x", program.toString())) {
      throw new EngineFailure(
          "PostgreSQL does not run as root, and the user %s cannot enter %s: start Tertulia as another user, or keep its data in a folder others may enter"
              .formatted(owner.name(), program.getParent()));
    }
  }

  private boolean works() {
    // initdb asks for the name of the user it runs as.
    return succeeds("id", "-un");
  }

  private boolean succeeds(String... command) {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(List.of(command));
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isRoot(Platform platform) {
    if (platform.isWindows()) {
      return false;
    }
    Path self = Path.of("/proc/self");
    try {
      return Files.exists(self)
          ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
          : "root".equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Owner passwdEntry(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 3 && fields[0].equals(name))
          .map(fields -> new Owner(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
