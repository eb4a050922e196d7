package chat.tertulia.history.files.store;

import chat.tertulia.shared.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to an S3 store: AWS Signature Version 4 as Amazon documents it, for requests
 * without a query and with paths that need no encoding, the only ones we make.
 */
public record S3Signature(String region, String key, Secret secret) {
  /** Hash of an empty body. */
  static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * Adds what signs a request to its headers.
   *
   * @param headers names in lower case, with {@code host}; all of them are signed
   * @param sha256 hash of the body in lower-case hexadecimal
   */
  SortedMap<String, String> sign(
      String method, String path, SortedMap<String, String> headers, String sha256, Instant at) {
    String time = TIME.format(at);
    String day = time.substring(0, 8);
    var all = new TreeMap<>(headers);
    all.put("x-amz-content-sha256", sha256);
    all.put("x-amz-date", time);
    String names = String.join(";", all.keySet());
    String lines =
        all.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    String request = String.join("\n", method, path, "", lines, names, sha256);
    String scope = day + "/" + region + "/s3/aws4_request";
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, scope, hash(request));
    byte[] daily = mac(("AWS4" + secret.value()).getBytes(StandardCharsets.UTF_8), day);
    byte[] signing = mac(mac(mac(daily, region), "s3"), "aws4_request");
    String signature = HexFormat.of().formatHex(mac(signing, toSign));
    all.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s"
            .formatted(key, scope, names, signature));
    return all;
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }
}
