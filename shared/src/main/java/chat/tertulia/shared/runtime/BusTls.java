package chat.tertulia.shared.runtime;

import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.NodeSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Mutual TLS on the event bus's port: each process shows a certificate of one authority and takes
 * only such. Names in certificates are not compared, since addresses of processes come and go: the
 * authority must sign nothing but processes of this installation.
 *
 * <p>By itself the event bus trusts every certificate and asks for none.
 */
final class BusTls {
  private static final String KEY = "TERTULIA_BUS_TLS_KEY";
  private static final String CERTIFICATE = "TERTULIA_BUS_TLS_CERT";
  private static final String AUTHORITY = "TERTULIA_BUS_TLS_CA";

  private BusTls() {}

  /**
   * @throws BadSetting when a file cannot be read or does not hold what it should
   */
  static void apply(NodeSettings settings, EventBusOptions options) {
    if (settings.busTlsKey().isEmpty()) {
      return;
    }
    Buffer key = read(KEY, settings.busTlsKey());
    Buffer certificate = read(CERTIFICATE, settings.busTlsCert());
    Buffer authority = read(AUTHORITY, settings.busTlsCa());
    certificate(AUTHORITY, authority);
    checkPair(privateKeyBytes(key), certificate(CERTIFICATE, certificate));
    options
        .setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(new PemKeyCertOptions().addKeyValue(key).addCertValue(certificate))
        .setTrustOptions(new PemTrustOptions().addCertValue(authority));
  }

  private static Buffer read(String setting, String file) {
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw new BadSetting(setting, "names a file that cannot be read: " + file);
    }
  }

  private static X509Certificate certificate(String setting, Buffer pem) {
    try {
      var found =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(pem.getBytes()));
      found.checkValidity();
      return found;
    } catch (CertificateException e) {
      throw new BadSetting(setting, "names no valid certificate in PEM: " + e.getMessage());
    }
  }

  private static byte[] privateKeyBytes(Buffer pem) {
    String text = pem.toString(StandardCharsets.US_ASCII);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END PRIVATE KEY-----");
    try {
      if (from >= 0 && to > from) {
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
      }
    } catch (IllegalArgumentException e) {
      throw new BadSetting(KEY, "names a key that cannot be read");
    }
    throw new BadSetting(KEY, "must name an unencrypted PKCS#8 key in PEM (BEGIN PRIVATE KEY)");
  }

  /** By signing something with the one and verifying it with the other. */
  private static void checkPair(byte[] pkcs8, X509Certificate certificate) {
    PublicKey shown = certificate.getPublicKey();
    try {
      PrivateKey key =
          KeyFactory.getInstance(shown.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      String algorithm =
          switch (shown.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> shown.getAlgorithm();
          };
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(shown.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(shown.getEncoded());
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException mismatch) {
      throw new BadSetting(KEY, "does not belong to the certificate in " + CERTIFICATE);
    }
    throw new BadSetting(KEY, "does not belong to the certificate in " + CERTIFICATE);
  }
}
