package chat.tertulia.shared.config;

import java.nio.file.Path;

/** What the standalone needs besides the settings of its parts. */
public record StandaloneSettings(
    @Setting(
            name = "TERTULIA_DATA",
            fallback = "./data",
            doc = "folder that holds everything that must survive")
        Path data) {}
