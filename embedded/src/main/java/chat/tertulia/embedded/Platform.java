package chat.tertulia.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The operating system and processor at hand, in the words the binaries' archives use. */
enum Platform {
  LINUX_AMD64("linux-x86_64", "linux-amd64"),
  LINUX_ARM64("linux-arm_64", "linux-arm64"),
  MAC_AMD64("darwin-x86_64", "darwin-amd64"),
  MAC_ARM64("darwin-arm_64", "darwin-arm64"),
  WINDOWS_AMD64("windows-x86_64", null);

  private final String postgres;
  private final String redis;

  Platform(String postgres, String redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64");
    boolean amd = osArch.equals("amd64") || osArch.equals("x86_64");
    if (arm || amd) {
      if (os.startsWith("linux")) {
        return arm ? LINUX_ARM64 : LINUX_AMD64;
      } else if (os.startsWith("mac")) {
        return arm ? MAC_ARM64 : MAC_AMD64;
      } else if (os.startsWith("windows") && amd) {
        return WINDOWS_AMD64;
      }
    }
    throw new EngineFailure(
        "no embedded PostgreSQL for %s on %s: give Tertulia a database of your own"
            .formatted(osName, osArch));
  }

  String postgresArchive() {
    return "/postgres-" + postgres + ".txz";
  }

  /** True where an embedded Redis exists: everywhere but on Windows. */
  boolean hasRedis() {
    return redis != null;
  }

  String redisResource(String version) {
    return "/redis-server-" + version + "-" + redis;
  }

  boolean isWindows() {
    return this == WINDOWS_AMD64;
  }

  boolean isMac() {
    return this == MAC_AMD64 || this == MAC_ARM64;
  }

  boolean isLinux() {
    return this == LINUX_AMD64 || this == LINUX_ARM64;
  }

  String executable(String name) {
    return isWindows() ? name + ".exe" : name;
  }

  /**
   * Words before a command that give it a session of its own. Without them Ctrl-C in a terminal
   * reaches the engine together with its parent, which then has no database left to drain to.
   */
  List<String> ownSession() {
    if (isWindows()) {
      return List.of();
    } else if (onPath("setsid")) {
      return List.of("setsid");
    } else if (onPath("perl")) {
      return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV;");
    }
    return List.of();
  }

  static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
