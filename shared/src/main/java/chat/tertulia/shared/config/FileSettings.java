package chat.tertulia.shared.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Where files are stored, and how large they may be. */
public record FileSettings(
    @Setting(
            name = "TERTULIA_FILES",
            fallback = "./data/files",
            doc =
                "folder of attachments and pictures, shared by all history-services; with an S3"
                    + " store only for files on their way in")
        Path folder,
    @Setting(
            name = "TERTULIA_FILE_BYTES",
            fallback = "26214400",
            doc = "bytes of one attachment at most")
        long maxBytes,
    @Setting(
            name = "TERTULIA_PICTURE_PIXELS",
            fallback = "50000000",
            doc = "pixels of a picture at most; larger ones are refused before they are decoded")
        long maxPixels,
    @Setting(
            name = "TERTULIA_UPLOADS",
            fallback = "32",
            doc = "files one history-service receives at once; more are answered 503")
        int uploads,
    @Setting(
            name = "TERTULIA_FILES_UNNAMED",
            fallback = "24h",
            doc = "how long an uploaded file waits for a message that names it")
        Duration unnamed,
    @Setting(
            name = "TERTULIA_S3_URL",
            fallback = "",
            doc = "S3-compatible store for files, like https://s3.example.org; empty: the folder")
        String storeUrl,
    @Setting(name = "TERTULIA_S3_BUCKET", fallback = "tertulia", doc = "its bucket, by path")
        String bucket,
    @Setting(name = "TERTULIA_S3_REGION", fallback = "us-east-1", doc = "its region") String region,
    @Setting(name = "TERTULIA_S3_KEY", fallback = "", doc = "access key id of the store")
        String accessKey,
    @Setting(name = "TERTULIA_S3_SECRET", fallback = "", doc = "secret access key of the store")
        Secret secretKey) {
  public FileSettings {
    if (maxBytes < 1) {
      throw new BadSetting("TERTULIA_FILE_BYTES", "must be at least 1");
    }
    if (maxPixels < 1) {
      throw new BadSetting("TERTULIA_PICTURE_PIXELS", "must be at least 1");
    }
    if (uploads < 1 || uploads > 1_000) {
      throw new BadSetting("TERTULIA_UPLOADS", "must be 1 to 1000");
    }
    if (unnamed.compareTo(Duration.ofMinutes(15)) < 0) {
      throw new BadSetting("TERTULIA_FILES_UNNAMED", "must be at least 15m");
    }
    if (!storeUrl.isEmpty()) {
      check(storeUrl);
      if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,62}")) {
        throw new BadSetting("TERTULIA_S3_BUCKET", "must be the name of a bucket");
      }
      if (accessKey.isEmpty() || secretKey.isEmpty()) {
        throw new BadSetting("TERTULIA_S3_KEY", "and TERTULIA_S3_SECRET are required with a store");
      }
    }
  }

  private static void check(String url) {
    try {
      URI uri = URI.create(url);
      boolean good = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (good && uri.getHost() != null && uri.getPath().isEmpty()) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new BadSetting("TERTULIA_S3_URL", "must be like https://s3.example.org");
    }
    throw new BadSetting("TERTULIA_S3_URL", "must be like https://s3.example.org");
  }

  /** Whether an object store keeps the files. */
  public boolean isStore() {
    return !storeUrl.isEmpty();
  }
}
