package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.RoomId;
import java.util.List;
import java.util.Map;

/** Those on this gateway who have a room open. */
@FunctionalInterface
public interface RoomAudience {
  /** Some people changed, each in these rooms. */
  void changed(Map<Face, List<RoomId>> people);
}
