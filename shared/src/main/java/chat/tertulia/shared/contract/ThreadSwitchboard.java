package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;

/** Operations on threads and mentions: history-service. */
public final class ThreadSwitchboard {
  private ThreadSwitchboard() {}

  public static final Operation<Threads.ThreadPage, Threads.ThreadMessages> THREAD =
      rest(
          "thread.get",
          GET,
          "/rooms/{roomId}/threads/{thread}",
          Threads.ThreadPage.class,
          Threads.ThreadMessages.class,
          "A thread and its messages");
  public static final Operation<Threads.ThreadRef, Threads.ThreadState> FOLLOW =
      rest(
          "thread.follow",
          PUT,
          "/rooms/{roomId}/threads/{thread}/follow",
          Threads.ThreadRef.class,
          Threads.ThreadState.class,
          "Follow a thread");
  public static final Operation<Threads.ThreadRef, Nothing> UNFOLLOW =
      rest(
              "thread.unfollow",
              DELETE,
              "/rooms/{roomId}/threads/{thread}/follow",
              Threads.ThreadRef.class,
              Nothing.class,
              "Follow a thread no more")
          .status(204);
  public static final Operation<Threads.MarkThread, Threads.ThreadState> READ_THREAD =
      rest(
          "thread.read",
          PUT,
          "/rooms/{roomId}/threads/{thread}/read",
          Threads.MarkThread.class,
          Threads.ThreadState.class,
          "Move my read mark in a thread forward");
  public static final Operation<Threads.MyThreads, Threads.ThreadList> MY_THREADS =
      rest(
          "me.threads",
          GET,
          "/me/threads",
          Threads.MyThreads.class,
          Threads.ThreadList.class,
          "The threads I follow, the newest messages first");
  public static final Operation<Threads.MyMentions, Messages.MessagePage> MY_MENTIONS =
      rest(
          "me.mentions",
          GET,
          "/me/mentions",
          Threads.MyMentions.class,
          Messages.MessagePage.class,
          "Messages that name me, over all rooms, newest first");
  public static final Operation<Threads.Forward, Messages.Posted> FORWARD =
      rest(
              "room.forward",
              POST,
              "/rooms/{roomId}/forwards",
              Threads.Forward.class,
              Messages.Posted.class,
              "Post what another message says; safe to repeat with the same clientId")
          .status(201);

  /** All of them. */
  static final List<Operation<?, ?>> ALL =
      List.of(THREAD, FOLLOW, UNFOLLOW, READ_THREAD, MY_THREADS, MY_MENTIONS, FORWARD);
}
