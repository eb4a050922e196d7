package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Moderation.Prefer;
import chat.tertulia.shared.contract.Rooms.Room;
import io.vertx.core.Future;

/**
 * What somebody wants of a room for themselves. Nobody else learns of it, so it is no entry of the
 * room's log; their own devices are told.
 */
public final class Preferences {
  private final PreferenceStore store;
  private final RoomViews views;
  private final Peers peers;

  public Preferences(PreferenceStore store, RoomViews views, Peers peers) {
    this.store = store;
    this.views = views;
    this.peers = peers;
  }

  /** Changes what is named and gives the room as it looks then. */
  public Future<Room> change(Caller caller, Prefer wanted) {
    return views
        .one(caller.user(), wanted.roomId())
        .compose(room -> store.set(caller.user(), wanted, room.head()))
        .compose(ok -> views.one(caller.user(), wanted.roomId()))
        .onSuccess(room -> peers.tellPreferences(caller.user(), room));
  }
}
