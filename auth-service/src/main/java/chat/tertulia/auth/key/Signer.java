package chat.tertulia.auth.key;

import chat.tertulia.shared.token.TokenVerifier;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;

/** Signs claims with one key. */
final class Signer {
  private final JWTAuth auth;
  private final JWTOptions options;

  /**
   * @param pem PKCS #8
   */
  Signer(Vertx vertx, String keyId, String pem) {
    var key =
        new PubSecKeyOptions().setAlgorithm(TokenVerifier.ALGORITHM).setId(keyId).setBuffer(pem);
    this.auth = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
    this.options =
        new JWTOptions()
            .setAlgorithm(TokenVerifier.ALGORITHM)
            .setNoTimestamp(true)
            .setHeader(new JsonObject().put("kid", keyId));
  }

  String sign(JsonObject claims) {
    return auth.generateToken(claims, options);
  }
}
