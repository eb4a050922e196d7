package chat.tertulia.bench.scale;

import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.RoomId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which gateways hear an entry, and which of them have someone to tell. A gateway registers a shard
 * while it has a room in it; an entry goes to all that registered its room's shard. Every person,
 * room and gateway is drawn; rooms fall into shards by the function that the gateways use.
 */
public final class InterestSimulation {
  private final Population people;
  private final int gateways;
  private final Population.Placement placement;
  private final SplittableRandom random;

  public InterestSimulation(
      Population people, int gateways, Population.Placement placement, long seed) {
    this.people = people;
    this.gateways = gateways;
    this.placement = placement;
    this.random = new SplittableRandom(seed);
  }

  /**
   * What it costs the cluster.
   *
   * @param registrations of shards, over all gateways: what the cluster map holds
   * @param needing gateways with someone to tell, of an average entry
   * @param hearing gateways it is sent to
   * @param copies sent a second over the bus, of all entries
   * @param heard entries that one gateway hears a second
   * @param changes of presence that one gateway hears a second: they go to all
   */
  public record Traffic(
      int gateways,
      int shards,
      long registrations,
      double needing,
      double hearing,
      double copies,
      double heard,
      double changes) {

    /** How much of what a gateway hears it has someone for. */
    public double wanted() {
      return needing / hearing;
    }
  }

  /** A room: its shard for each number of shards, gateways that need it, people connected. */
  private static final class Place {
    private final int[] shards;
    private final int needing;
    private final int members;

    Place(int[] shards, int needing, int members) {
      this.shards = shards;
      this.needing = needing;
      this.members = members;
    }
  }

  /**
   * One crowd, looked at with several numbers of shards.
   *
   * @param shardCounts in the order of the answer
   */
  public List<Traffic> run(int... shardCounts) {
    var registered = new BitSet[shardCounts.length][gateways];
    for (int s = 0; s < shardCounts.length; s++) {
      for (int g = 0; g < gateways; g++) {
        registered[s][g] = new BitSet(shardCounts[s]);
      }
    }
    var places = new ArrayList<Place>();
    int communities = gateways * people.socketsPerGateway() / people.community();
    for (int c = 0; c < communities; c++) {
      settle(c, shardCounts, registered, places);
    }
    var traffic = new ArrayList<Traffic>();
    for (int s = 0; s < shardCounts.length; s++) {
      traffic.add(weigh(s, shardCounts[s], registered[s], places));
    }
    return traffic;
  }

  private void settle(int community, int[] shardCounts, BitSet[][] registered, List<Place> places) {
    int home = community % gateways;
    var seats = new int[people.community()];
    for (int p = 0; p < seats.length; p++) {
      seats[p] = placement.gateway(home, gateways, random);
    }
    double[] likely = people.likely();
    for (int r = 0; r < likely.length; r++) {
      var here = new BitSet(gateways);
      int members = 0;
      for (int seat : seats) {
        if (random.nextDouble() < likely[r]) {
          here.set(seat);
          members++;
        }
      }
      if (members > 0) {
        places.add(new Place(register(here, shardCounts, registered), here.cardinality(), members));
      }
    }
  }

  private int[] register(BitSet here, int[] shardCounts, BitSet[][] registered) {
    var room = new RoomId("r" + Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX));
    var shards = new int[shardCounts.length];
    for (int s = 0; s < shards.length; s++) {
      int shard = EntryBatch.shardOf(room, shardCounts[s]);
      shards[s] = shard;
      BitSet[] sets = registered[s];
      here.stream().forEach(g -> sets[g].set(shard));
    }
    return shards;
  }

  private Traffic weigh(int index, int shards, BitSet[] registered, List<Place> places) {
    var listening = new int[shards];
    long registrations = 0;
    for (BitSet each : registered) {
      registrations += each.cardinality();
      each.stream().forEach(shard -> listening[shard]++);
    }
    // Everybody posts as often in each of their rooms, so a room is as busy as it is full.
    double posts = 0;
    double needing = 0;
    double hearing = 0;
    for (Place each : places) {
      posts += each.members;
      needing += (double) each.members * each.needing;
      hearing += (double) each.members * listening[each.shards[index]];
    }
    double everybody = (double) gateways * people.socketsPerGateway();
    double perSecond = everybody / people.secondsBetweenPosts();
    double copies = perSecond * hearing / posts;
    return new Traffic(
        gateways,
        shards,
        registrations,
        needing / posts,
        hearing / posts,
        copies,
        copies / gateways,
        everybody / people.secondsBetweenChanges());
  }
}
