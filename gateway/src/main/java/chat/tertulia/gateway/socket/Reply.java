package chat.tertulia.gateway.socket;

import chat.tertulia.shared.error.Problem;

/** Where the answer to one frame goes. */
interface Reply {
  /** A result; the body is JSON already. */
  void done(String body);

  void fail(Problem problem);
}
