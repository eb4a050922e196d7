package chat.tertulia.auth.domain;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Makes guessing passwords slow without locking anybody out.
 *
 * <p>Three counts: failures of one address on one account wait long; failures on one account from
 * anywhere, and failures of one address on anything, wait a little, and only after many. The last
 * two don't bind an address where the account is signed in already, so an attacker elsewhere cannot
 * keep its owner out; no wait grows beyond a minute. Unknown accounts count like known ones.
 *
 * <p>Belongs to one verticle instance: several replicas allow as many times more.
 */
public final class SignInBackoff {
  private static final int PAIR_FREE = 5;
  private static final Duration PAIR_LONGEST = Duration.ofMinutes(1);
  private static final int ACCOUNT_FREE = 30;
  private static final Duration ACCOUNT_LONGEST = Duration.ofSeconds(15);
  private static final int ADDRESS_FREE = 100;
  private static final Duration ADDRESS_LONGEST = Duration.ofSeconds(15);
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final FailureCounts pairs;
  private final FailureCounts accounts;
  private final FailureCounts addresses;

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public SignInBackoff(LongSupplier nanos) {
    this.pairs = new FailureCounts(PAIR_FREE, FIRST, PAIR_LONGEST, nanos);
    this.accounts = new FailureCounts(ACCOUNT_FREE, FIRST, ACCOUNT_LONGEST, nanos);
    this.addresses = new FailureCounts(ADDRESS_FREE, FIRST, ADDRESS_LONGEST, nanos);
  }

  /**
   * Lets a try begin; its outcome must be told.
   *
   * @param known whether the account has a live session at this address
   * @throws Problem {@code rate_limited} with the time to wait
   */
  public Try begin(String account, String address, boolean known) {
    String network = network(address);
    var attempt = new Try(account, network);
    Duration wait = pairs.wait(attempt.pair);
    if (!known) {
      wait = longer(wait, longer(accounts.wait(account), addresses.wait(network)));
    }
    if (wait.isPositive()) {
      throw Problem.retry(
          ErrorCode.RATE_LIMITED, "too many wrong passwords, wait before the next try", wait);
    }
    pairs.begin(attempt.pair);
    accounts.begin(account);
    addresses.begin(network);
    return attempt;
  }

  /** Who shares one line: an IPv4 address, or the 64-bit network of an IPv6 address. */
  static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.split(":", -1);
    var network = new StringBuilder();
    for (int i = 0; i < Math.min(4, groups.length); i++) {
      if (groups[i].isEmpty()) {
        break;
      }
      network.append(groups[i]).append(':');
    }
    return network.append(':').toString();
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** One try at a password, from its admission to its outcome. */
  public final class Try {
    private final String account;
    private final String network;
    private final String pair;

    private Try(String account, String network) {
      this.account = account;
      this.network = network;
      this.pair = account + " " + network;
    }

    public void right() {
      pairs.forget(pair);
      accounts.undecided(account);
      addresses.undecided(network);
    }

    public void wrong() {
      pairs.failed(pair);
      accounts.failed(account);
      addresses.failed(network);
    }

    /** Nothing was found out, for instance because the service is overloaded. */
    public void undecided() {
      pairs.undecided(pair);
      accounts.undecided(account);
      addresses.undecided(network);
    }
  }
}
