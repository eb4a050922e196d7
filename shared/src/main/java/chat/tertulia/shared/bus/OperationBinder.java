package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Operation;

/** Where a service offers its operations, by whatever ways they can be asked for. */
public interface OperationBinder {
  /** Binds an operation to what answers it. */
  <Q, R> OperationBinder on(Operation<Q, R> operation, Bus.Serves<Q, R> handler);
}
