package chat.tertulia.shared.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses and networks such as {@code 10.0.0.0/8} or {@code ::1}, for deciding whom to believe.
 * Names are not looked up.
 */
public final class Networks {
  private final List<Network> all;

  private static final class Network {
    private final byte[] prefix;
    private final int bits;

    Network(byte[] prefix, int bits) {
      this.prefix = prefix;
      this.bits = bits;
    }

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if (((address[bit >> 3] ^ prefix[bit >> 3]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private Networks(List<Network> all) {
    this.all = all;
  }

  /**
   * Reads a list of addresses and networks.
   *
   * @param setting name of the setting, for the error
   */
  public static Networks of(String setting, List<String> texts) {
    var all = new ArrayList<Network>();
    for (String text : texts) {
      try {
        all.add(network(text));
      } catch (IllegalArgumentException e) {
        throw new BadSetting(setting, "must be addresses or networks like 10.0.0.0/8: " + text);
      }
    }
    return new Networks(List.copyOf(all));
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    byte[] prefix = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int most = prefix.length * 8;
    int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(text);
    }
    return new Network(prefix, bits);
  }

  /** Whether the text is an address and nothing else. */
  public static boolean isAddress(String text) {
    try {
      return InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the address, as text, lies in one of them; what is no address does not. */
  public boolean hold(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return all.stream().anyMatch(network -> network.holds(bytes));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
