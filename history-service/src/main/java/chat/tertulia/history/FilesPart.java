package chat.tertulia.history;

import chat.tertulia.history.files.api.FilesApi;
import chat.tertulia.history.files.api.Uploads;
import chat.tertulia.history.files.domain.Blobs;
import chat.tertulia.history.files.domain.Inspection;
import chat.tertulia.history.files.domain.Pictures;
import chat.tertulia.history.files.domain.Sharing;
import chat.tertulia.history.files.store.FolderBlobs;
import chat.tertulia.history.files.store.S3Blobs;
import chat.tertulia.history.files.store.S3Signature;
import chat.tertulia.history.files.store.SqlFiles;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.http.StreamedBodies;
import chat.tertulia.shared.runtime.ServiceOperations;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files, wired: what takes them in, what keeps them, what removes them. */
final class FilesPart {
  /** Pictures looked at at once: each may take a few hundred megabytes of pixels. */
  static final int PICTURES_AT_ONCE = 1;

  /** How often what nothing names is looked for. */
  static final Duration COLLECT_EVERY = Duration.ofMinutes(1);

  /** A temporary file this old belongs to a process that ended. */
  private static final Duration LEFT_OVER = Duration.ofHours(1);

  private static final long LOOK_MINUTES = 1;
  private static final Logger LOG = LoggerFactory.getLogger(FilesPart.class);

  private final Vertx vertx;
  private final FileSettings settings;
  private final Path incoming;
  private final Blobs blobs;
  private final WorkerExecutor workshop;
  private final Sharing sharing;
  private Future<Integer> collecting = Future.succeededFuture(0);

  FilesPart(Vertx vertx, FileSettings settings, Database database) {
    this.vertx = vertx;
    this.settings = settings;
    Path folder = settings.folder().toAbsolutePath();
    incoming = folder.resolve("incoming");
    blobs =
        settings.isStore()
            ? new S3Blobs(
                vertx,
                URI.create(settings.storeUrl()),
                settings.bucket(),
                new S3Signature(settings.region(), settings.accessKey(), settings.secretKey()))
            : new FolderBlobs(vertx, folder);
    workshop =
        vertx.createSharedWorkerExecutor(
            "pictures", PICTURES_AT_ONCE, LOOK_MINUTES, TimeUnit.MINUTES);
    var inspection = new Inspection(this::beside, new Pictures(settings.maxPixels()));
    sharing = new Sharing(new SqlFiles(database), blobs, inspection, settings.unnamed());
  }

  private <T> Future<T> beside(Callable<T> work) {
    return workshop.executeBlocking(work, false);
  }

  /** What names files in messages. */
  Sharing sharing() {
    return sharing;
  }

  void bind(ServiceOperations operations) {
    var limits =
        new Uploads.Limits(
            incoming, settings.maxBytes(), settings.uploads(), StreamedBodies.MAX_MS);
    new FilesApi(sharing, new Uploads(vertx, limits)).bind(operations);
  }

  /** Makes the folder and removes what a crash left in it. */
  Future<Void> start() {
    vertx.setPeriodic(COLLECT_EVERY.toMillis(), timer -> collect());
    return vertx
        .executeBlocking(
            () -> {
              Files.createDirectories(incoming);
              sweep();
              return (Void) null;
            },
            false)
        .recover(
            e -> {
              LOG.error("files cannot be stored folder={} reason={}", incoming, e.toString());
              return Future.succeededFuture();
            });
  }

  private void sweep() throws IOException {
    var before = FileTime.from(Instant.now().minus(LEFT_OVER));
    try (var left = Files.list(incoming)) {
      for (Path each : left.toList()) {
        if (Files.getLastModifiedTime(each).compareTo(before) < 0) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** Removes what nothing names any more. */
  void collect() {
    if (collecting.isComplete()) {
      collecting =
          sharing
              .collect()
              .onSuccess(
                  count -> {
                    if (count > 0) {
                      LOG.info("files removed that nothing names count={}", count);
                    }
                  })
              .onFailure(e -> LOG.warn("files not collected reason={}", e.getMessage()));
    }
  }

  Future<Void> close() {
    return blobs.close().transform((ok, failed) -> workshop.close());
  }
}
