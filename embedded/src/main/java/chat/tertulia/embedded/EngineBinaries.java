package chat.tertulia.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Programs unpacked from the class path into a folder of ours, once for each version. Several
 * processes may ask at once: each unpacks beside the place and moves the whole into it in one step.
 */
final class EngineBinaries {
  static final String REDIS_VERSION = "7.0.15";

  private static final Duration DRAFT_LIFE = Duration.ofMinutes(10);

  private final Path folder;
  private final Platform platform;

  EngineBinaries(Path folder, Platform platform) {
    this.folder = folder;
    this.platform = platform;
  }

  /** The folder that holds bin/postgres, bin/initdb and bin/pg_ctl. */
  Path postgres(Progress progress) {
    String name = "postgres-" + postgresVersion() + "-" + platform.name().toLowerCase(Locale.ROOT);
    return unpacked(name, platform.postgresArchive(), progress, EngineBinaries::untar);
  }

  /** The redis-server program. */
  Path redis(Progress progress) {
    String name = "redis-" + REDIS_VERSION + "-" + platform.name().toLowerCase(Locale.ROOT);
    Path home =
        unpacked(
            name, platform.redisResource(REDIS_VERSION), progress, EngineBinaries::copyProgram);
    return home.resolve("redis-server");
  }

  private static String postgresVersion() {
    try (InputStream in = EngineBinaries.class.getResourceAsStream("versions.properties")) {
      Properties versions = new Properties();
      versions.load(in);
      return versions.getProperty("postgres");
    } catch (IOException e) {
      throw new EngineFailure("cannot read the versions of the engines: " + e, e);
    }
  }

  private Path unpacked(String name, String resource, Progress progress, Unpacker unpacker) {
    Path home = folder.resolve(name);
    if (Files.isDirectory(home)) {
      return home;
    }
    progress.step("unpacking " + name);
    try {
      PrivateFiles.folder(folder);
      deleteOldDrafts(name);
      Path draft = Files.createTempDirectory(folder, "." + name + "-");
      try (InputStream in = EngineBinaries.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new EngineFailure(
              "the binaries of this system are not on the class path: " + resource);
        }
        unpacker.unpack(in, draft);
        moveIntoPlace(draft, home);
      } finally {
        PrivateFiles.delete(draft);
      }
      return home;
    } catch (IOException e) {
      throw new EngineFailure("cannot unpack " + name + " into " + folder + ": " + e, e);
    }
  }

  /** What a killed process had unpacked by half; a young draft may belong to a living one. */
  private void deleteOldDrafts(String name) throws IOException {
    Instant limit = Instant.now().minus(DRAFT_LIFE);
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, "." + name + "-*")) {
      for (Path draft : drafts) {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(limit)) {
          PrivateFiles.delete(draft);
        }
      }
    }
  }

  private static void moveIntoPlace(Path draft, Path home) throws IOException {
    try {
      Files.move(draft, home, ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      // Another process was quicker; its copy is as good as ours.
    }
  }

  private static void copyProgram(InputStream in, Path target) throws IOException {
    Path program = target.resolve("redis-server");
    Files.copy(in, program);
    makeExecutable(program);
  }

  private static void untar(InputStream in, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive names a path outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          if ((entry.getMode() & 0111) != 0) {
            makeExecutable(path);
          }
        }
      }
    }
  }

  private static void makeExecutable(Path program) throws IOException {
    if (Files.getFileStore(program).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private interface Unpacker {
    void unpack(InputStream in, Path target) throws IOException;
  }
}
