package chat.tertulia.history.files.domain;

import java.nio.file.Path;

/**
 * A file that has come in whole, as a temporary file of this process.
 *
 * @param size in bytes
 * @param sha256 hash in lower-case hexadecimal
 */
public record Received(Path file, long size, String sha256) {}
