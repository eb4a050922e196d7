package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.UserId;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tells one person something, on all their devices; at most once. */
public interface Notices {
  /**
   * @param frame with a {@code type}
   */
  void tell(UserId user, ObjectNode frame);
}
