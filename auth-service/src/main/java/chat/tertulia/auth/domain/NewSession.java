package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.json.Text;
import io.vertx.core.buffer.Buffer;

/**
 * A sign-in about to be stored.
 *
 * @param agent the device's user agent, for its owner's list
 * @param address network address it came from
 */
public record NewSession(
    SessionId id, Buffer chainKey, RefreshToken token, String agent, String address) {
  /** Longest address stored, in characters: IPv6 with a zone. */
  public static final int MAX_ADDRESS_CHARS = 64;

  public static NewSession from(Call.Origin origin) {
    return new NewSession(
        SessionId.random(),
        RefreshToken.newChainKey(),
        RefreshToken.first(),
        clean(origin.agent(), Call.Origin.MAX_AGENT_CHARS),
        addressOf(origin));
  }

  /** The origin's address as it is stored and compared. */
  public static String addressOf(Call.Origin origin) {
    return clean(origin.address(), MAX_ADDRESS_CHARS);
  }

  private static String clean(String header, int max) {
    if (header == null || !Text.isClean(header)) {
      return "";
    }
    String text = header.length() <= max ? header : header.substring(0, max);
    return Text.isClean(text) ? text : "";
  }
}
