package chat.tertulia.shared.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBatchTest {
  @Test
  void roomsSpreadEvenlyOverShards() {
    var counts = new int[64];
    for (int i = 0; i < 64_000; i++) {
      counts[EntryBatch.shardOf(RoomId.random(), 64)]++;
    }

    for (int count : counts) {
      assertTrue(count > 800 && count < 1_200, "a shard has " + count + " of 1,000 expected");
    }
  }

  @Test
  void aRoomsEntriesStayTogetherAndInOrder() {
    var entries = new ArrayList<LogEntry>();
    for (int seq = 1; seq <= 20; seq++) {
      for (int room = 0; room < 10; room++) {
        entries.add(new LogEntry(new RoomId("r" + room), seq, "message", null, null, "{}"));
      }
    }

    var byShard = new EntryBatch(entries).byShard(4);

    assertEquals(200, byShard.values().stream().mapToInt(b -> b.entries().size()).sum());
    byShard.forEach(
        (shard, batch) -> {
          for (int room = 0; room < 10; room++) {
            var id = new RoomId("r" + room);
            List<Long> numbers =
                batch.entries().stream()
                    .filter(e -> e.room().equals(id))
                    .map(LogEntry::seq)
                    .toList();
            assertTrue(numbers.isEmpty() || numbers.size() == 20);
            assertEquals(numbers.stream().sorted().toList(), numbers);
          }
        });
  }
}
