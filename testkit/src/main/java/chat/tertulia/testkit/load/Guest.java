package chat.tertulia.testkit.load;

import chat.tertulia.testkit.PersistentMember;
import chat.tertulia.testkit.Room;
import java.util.List;

/** One client and the rooms it is in. */
record Guest(PersistentMember client, List<Room> rooms) {}
