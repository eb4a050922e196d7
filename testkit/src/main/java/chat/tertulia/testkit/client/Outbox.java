package chat.tertulia.testkit.client;

import chat.tertulia.testkit.check.Follower;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client has to say in one room, in its order: sent several at a time, and again under the
 * same client id until it is acknowledged or refused for good. Once one has failed, nothing new is
 * sent until all that are under way have their answers: then they are repeated from the first that
 * failed.
 */
final class Outbox {
  /** Posts under way at most. */
  static final int WINDOW = 16;

  private final Follower follower;
  private final Deque<Post> waiting = new ArrayDeque<>();
  private final Map<String, Post> underWay = new LinkedHashMap<>();
  private boolean stalled;

  Outbox(Follower follower) {
    this.follower = follower;
  }

  /** One message and what is known of its tries. */
  static final class Post {
    private final String clientId;
    private final String content;
    private boolean failed;
    private boolean perhapsStored;

    Post(String clientId, String content) {
      this.clientId = clientId;
      this.content = content;
    }

    String clientId() {
      return clientId;
    }

    String content() {
      return content;
    }
  }

  void add(String clientId, String content) {
    follower.sends(clientId, content);
    waiting.add(new Post(clientId, content));
  }

  boolean isUnderWay(String clientId) {
    Post post = underWay.get(clientId);
    return post != null && !post.failed;
  }

  /** Those to be sent now, in order. */
  List<Post> take() {
    var taken = new ArrayList<Post>();
    while (!stalled && !waiting.isEmpty() && underWay.size() < WINDOW) {
      Post post = waiting.poll();
      underWay.put(post.clientId(), post);
      taken.add(post);
    }
    return taken;
  }

  void acknowledged(String clientId, long seq) {
    underWay.remove(clientId);
    follower.acknowledged(clientId, seq);
  }

  /** It is not worth another try. */
  void refused(String clientId) {
    if (underWay.remove(clientId).perhapsStored) {
      follower.gaveUp(clientId);
    } else {
      follower.refused(clientId);
    }
  }

  /**
   * It is to be tried again.
   *
   * @param perhapsStored whether it may be in the log all the same
   */
  void failed(String clientId, boolean perhapsStored) {
    Post post = underWay.get(clientId);
    post.failed = true;
    post.perhapsStored |= perhapsStored;
    stalled = true;
  }

  /** Whether it waits for nothing but to begin again from the first that failed. */
  boolean mayBeginAgain() {
    return stalled && underWay.values().stream().allMatch(post -> post.failed);
  }

  /** Everything without an acknowledgement comes first again. Gives how many got no answer. */
  int beginAgain() {
    int unanswered = 0;
    var again = new ArrayList<>(underWay.values());
    underWay.clear();
    for (Post post : again.reversed()) {
      if (!post.failed) {
        post.perhapsStored = true;
        unanswered++;
      }
      post.failed = false;
      waiting.addFirst(post);
    }
    stalled = false;
    return unanswered;
  }
}
