package chat.tertulia.bench.scale;

import java.util.SplittableRandom;

/**
 * People in communities: a firm, a school, a game. Nearly everybody's rooms are within theirs, a
 * few of which hold most people and most of which hold few.
 *
 * @param socketsPerGateway people connected to each gateway, one socket each
 * @param community people of one community who are connected
 * @param rooms rooms of one community
 * @param roomsEach rooms a person is in, on average
 * @param secondsBetweenPosts of one person, on average
 * @param secondsBetweenChanges of one person's presence: comes, goes, away, back
 */
public record Population(
    int socketsPerGateway,
    int community,
    int rooms,
    double roomsEach,
    double secondsBetweenPosts,
    double secondsBetweenChanges) {

  /** What the table in docs/scale.md stands on. */
  public static final Population TYPICAL = new Population(5_000, 200, 60, 20, 300, 900);

  /** How likely a person of the community is in each of its rooms; they sum to the rooms each. */
  double[] likely() {
    double low = 0;
    double high = rooms;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (sum(middle) < roomsEach) {
        low = middle;
      } else {
        high = middle;
      }
    }
    var likely = new double[rooms];
    for (int i = 0; i < rooms; i++) {
      likely[i] = share(high, i);
    }
    return likely;
  }

  private double sum(double factor) {
    double sum = 0;
    for (int i = 0; i < rooms; i++) {
      sum += share(factor, i);
    }
    return sum;
  }

  private static double share(double factor, int room) {
    return Math.min(1, factor / Math.sqrt(room + 1.0));
  }

  /** Where the people of one community connect. */
  public enum Placement {
    /** Wherever the balancer sends them. */
    ANYWHERE {
      @Override
      int gateway(int home, int gateways, SplittableRandom random) {
        return random.nextInt(gateways);
      }
    },
    /** At their community's gateway, nine of ten; the others anywhere. */
    AT_HOME {
      @Override
      int gateway(int home, int gateways, SplittableRandom random) {
        return random.nextInt(10) > 0 ? home : random.nextInt(gateways);
      }
    };

    abstract int gateway(int home, int gateways, SplittableRandom random);
  }
}
