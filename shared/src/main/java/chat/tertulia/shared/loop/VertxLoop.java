package chat.tertulia.shared.loop;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;

/** An event loop of Vert.x with its timers and the system's clocks. */
public final class VertxLoop implements Loop {
  private final Vertx vertx;
  private final ContextInternal context;
  private final EventLoop thread;

  /**
   * @param context of a verticle on an event loop
   */
  public VertxLoop(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = (ContextInternal) context;
    this.thread = this.context.nettyEventLoop();
  }

  /** The loop of whoever calls; off all loops one of its own. */
  public static VertxLoop here(Vertx vertx) {
    return new VertxLoop(vertx, vertx.getOrCreateContext());
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  /** Runs a task now; the caller is on this loop's thread, but not in a task of the loop. */
  public void within(Runnable task) {
    context.dispatch(task, Runnable::run);
  }

  @Override
  public boolean isCurrent() {
    return thread.inEventLoop() && Vertx.currentContext() != null;
  }

  @Override
  public void after(long millis, Runnable task) {
    vertx.setTimer(millis, t -> task.run());
  }

  @Override
  public void every(long millis, Runnable task) {
    vertx.setPeriodic(millis, t -> task.run());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  /** The thread that runs it, for what writes below Vert.x. */
  public EventLoop thread() {
    return thread;
  }
}
