package chat.tertulia.history.api;

import chat.tertulia.history.domain.Forwarding;
import chat.tertulia.history.domain.ThreadReading;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.ThreadSwitchboard;

/** Threads, mentions, forwarding: between the contract and the domain. */
public final class ThreadApi {
  private final ThreadReading threads;
  private final Forwarding forwarding;

  public ThreadApi(ThreadReading threads, Forwarding forwarding) {
    this.threads = threads;
    this.forwarding = forwarding;
  }

  /** Binds the operations of {@link ThreadSwitchboard}. */
  public void bind(OperationBinder operations) {
    operations
        .on(
            ThreadSwitchboard.THREAD,
            call -> threads.thread(call.caller(), call.body()).map(Answer::of))
        .on(
            ThreadSwitchboard.FOLLOW,
            call -> threads.follow(call.caller(), call.body(), true).map(Answer::of))
        .on(
            ThreadSwitchboard.UNFOLLOW,
            call ->
                threads
                    .follow(call.caller(), call.body(), false)
                    .map(state -> Answer.of(Nothing.NOTHING)))
        .on(
            ThreadSwitchboard.READ_THREAD,
            call -> threads.read(call.caller(), call.body()).map(Answer::of))
        .on(
            ThreadSwitchboard.MY_THREADS,
            call -> threads.followed(call.caller(), call.body()).map(Answer::of))
        .on(
            ThreadSwitchboard.MY_MENTIONS,
            call -> threads.naming(call.caller(), call.body()).map(Answer::of))
        .on(
            ThreadSwitchboard.FORWARD,
            call -> forwarding.forward(call.caller(), call.body()).map(HistoryApi::posted));
  }
}
