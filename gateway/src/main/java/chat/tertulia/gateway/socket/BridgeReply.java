package chat.tertulia.gateway.socket;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to a {@code send}, on its reply address. */
record BridgeReply(Connection connection, String replyAddress) implements Reply {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeReply.class);

  @Override
  public void done(String body) {
    if (replyAddress != null && connection.isOpen()) {
      connection.transport().rec(replyAddress, body);
    }
  }

  @Override
  public void fail(Problem problem) {
    connection.err(replyAddress, problem);
  }

  /** A failure as a problem; what is not one is a bug. */
  static Problem problem(Throwable e) {
    if (e instanceof Problem problem) {
      return problem;
    }
    LOG.error("request from a socket failed", e);
    return Problem.of(ErrorCode.INTERNAL, "internal error");
  }
}
