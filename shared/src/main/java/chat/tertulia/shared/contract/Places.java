package chat.tertulia.shared.contract;

import java.util.List;
import java.util.Map;

/** Which rooms people are in, as gateways ask it to tell presence; internal. */
public interface Places {
  /** Most people in one question. */
  int MAX_USERS = 500;

  /**
   * The rooms of some people.
   *
   * @param with only rooms that this person is in too; null for all
   */
  record Of(List<UserId> users, UserId with) {}

  /** Rooms by person; people without any are left out. */
  record Found(Map<UserId, List<RoomId>> rooms) {}

  Operation<Of, Found> ASK = Operation.internal("rooms.places", Of.class, Found.class);
}
