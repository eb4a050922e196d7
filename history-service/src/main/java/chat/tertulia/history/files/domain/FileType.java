package chat.tertulia.history.files.domain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;

/** The kinds of files that are taken, told by how their bytes begin and by nothing else. */
public enum FileType {
  PNG("image/png", true, hex("89504e470d0a1a0a")),
  JPEG("image/jpeg", true, hex("ffd8ff")),
  GIF("image/gif", true, "GIF8"),
  WEBP("image/webp", true, "RIFF", 8, "WEBP"),
  AVIF("image/avif", true, "", 4, "ftypavi"),
  MP4("video/mp4", true, "", 4, "ftyp"),
  WEBM("video/webm", true, hex("1a45dfa3")),
  OGG("audio/ogg", true, "OggS"),
  FLAC("audio/flac", true, "fLaC"),
  WAV("audio/wav", true, "RIFF", 8, "WAVE"),
  MP3_TAGGED("audio/mpeg", true, "ID3"),
  MP3("audio/mpeg", true, hex("fffb")),
  PDF("application/pdf", false, "%PDF-"),
  ZIP("application/zip", false, hex("504b0304")),
  GZIP("application/gzip", false, hex("1f8b08")),
  SEVEN_ZIP("application/x-7z-compressed", false, hex("377abcaf271c")),
  XZ("application/x-xz", false, hex("fd377a585a00")),
  /** Whatever is UTF-8 without control characters, HTML and SVG too: it is shown as text. */
  TEXT("text/plain; charset=utf-8", false, "");

  /** Bytes of a file that tell its type, at most. */
  public static final int HEAD_BYTES = 1_024;

  private final String type;
  private final boolean inline;
  private final String start;
  private final int at;
  private final String mark;

  FileType(String type, boolean inline, String start) {
    this(type, inline, start, 0, "");
  }

  FileType(String type, boolean inline, String start, int at, String mark) {
    this.type = type;
    this.inline = inline;
    this.start = start;
    this.at = at;
    this.mark = mark;
  }

  /**
   * @param head the beginning of a file
   * @param whole whether that is all of it
   */
  public static Optional<FileType> of(byte[] head, boolean whole) {
    for (FileType each : values()) {
      boolean matches =
          each == TEXT
              ? isText(head, whole)
              : has(head, 0, each.start) && has(head, each.at, each.mark);
      if (matches && head.length > 0) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static boolean has(byte[] head, int at, String part) {
    if (head.length < at + part.length()) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      if ((head[at + i] & 0xFF) != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] head, boolean whole) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    // The cut may be within a character.
    return IntStream.rangeClosed(0, whole ? 0 : Math.min(3, head.length))
        .anyMatch(cut -> isUtf8(head, head.length - cut));
  }

  private static boolean isUtf8(byte[] bytes, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Its media type. */
  public String type() {
    return type;
  }

  /** Whether a browser may show it; everything else it has to save. */
  public boolean isInline() {
    return inline;
  }

  /** Whether this JVM can read its picture. */
  public boolean isPicture() {
    return this == PNG || this == JPEG || this == GIF;
  }

  /** Whether a browser may show what was stored as this media type. */
  public static boolean isInline(String type) {
    for (FileType each : values()) {
      if (each.type.equals(type)) {
        return each.inline;
      }
    }
    return false;
  }

  /** Bytes as characters of the same numbers. */
  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
  }
}
