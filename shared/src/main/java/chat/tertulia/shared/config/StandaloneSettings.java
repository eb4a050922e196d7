package chat.tertulia.shared.config;

import java.nio.file.Path;

/** What the standalone needs besides the settings of its parts. */
public record StandaloneSettings(
    @Setting(
            name = "TERTULIA_DATA",
            fallback = "./data",
            doc = "folder that holds everything that must survive")
        Path data,
    @Setting(
            name = "TERTULIA_ENGINES",
            fallback = "",
            doc =
                "folder the programs of PostgreSQL and Redis are unpacked to; empty: engines in the"
                    + " data folder")
        Path engines) {

  /** Where the programs are, given where the data is. */
  public Path engines(Path data) {
    return engines.toString().isEmpty() ? data.resolve("engines") : engines.toAbsolutePath();
  }
}
