package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a commit: the gateways hear the entries, the people concerned hear that they are in
 * a room now or no more. All of it is a hint; none of it undoes or fails the change.
 */
public final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private final RoomViews views;
  private final Peers peers;
  private final RoomMeter meter;

  public Aftermath(RoomViews views, Peers peers, RoomMeter meter) {
    this.views = views;
    this.peers = peers;
    this.meter = meter;
  }

  /** Publishes what was committed. */
  public void publish(Changed changed) {
    meter.committed(changed.entries());
    if (!changed.entries().isEmpty()) {
      peers.publish(changed.entries());
    }
  }

  /** Publishes, tells everyone it concerns, and gives the room as the acting person sees it. */
  public Future<Room> joined(UserId user, Changed changed) {
    publish(changed);
    return views
        .afterChange(user, changed)
        .onSuccess(
            room -> {
              if (!changed.entries().isEmpty()) {
                peers.tellAdded(user, room);
              }
            });
  }

  /** Publishes and tells the added person, without making the acting person wait. */
  public void added(UserId user, Changed changed) {
    publish(changed);
    views
        .afterChange(user, changed)
        .onSuccess(room -> peers.tellAdded(user, room))
        .onFailure(e -> notTold(changed.room().id(), e));
  }

  private static void notTold(RoomId room, Throwable reason) {
    boolean goneAgain = reason instanceof Problem p && p.code() == ErrorCode.NOT_FOUND;
    if (!goneAgain) {
      LOG.warn("an added person was not told room={} reason={}", room, reason.getMessage());
    }
  }

  /** Publishes and tells the person who is out. */
  public void removed(UserId user, Changed changed) {
    publish(changed);
    peers.tellRemoved(user, changed.room().id());
  }

  /** Tells everyone who was in a room that is no more. */
  public void closed(RoomId room, Iterable<UserId> members) {
    members.forEach(user -> peers.tellRemoved(user, room));
  }
}
