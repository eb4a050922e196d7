package chat.tertulia.history.api;

import chat.tertulia.history.domain.Changing;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.MessageSwitchboard;
import chat.tertulia.shared.contract.Nothing;

/** What is done to messages that exist: between the contract and the domain. */
public final class ChangeApi {
  private final Changing changing;

  public ChangeApi(Changing changing) {
    this.changing = changing;
  }

  /** Binds the operations of {@link MessageSwitchboard} on one message. */
  public void bind(OperationBinder operations) {
    operations
        .on(
            MessageSwitchboard.GET_MESSAGE,
            call -> changing.message(call.caller(), call.body()).map(Answer::of))
        .on(
            MessageSwitchboard.EDIT_MESSAGE,
            call -> changing.edit(call.caller(), call.body()).map(Answer::of))
        .on(
            MessageSwitchboard.DELETE_MESSAGE,
            call -> changing.delete(call.caller(), call.body()).map(done -> nothing()))
        .on(
            MessageSwitchboard.UNDO,
            call -> changing.undo(call.caller(), call.body()).map(Answer::of))
        .on(
            MessageSwitchboard.VERSIONS,
            call -> changing.versions(call.caller(), call.body()).map(Answer::of));
    bindReactions(operations);
    bindPins(operations);
  }

  private void bindReactions(OperationBinder operations) {
    operations
        .on(
            MessageSwitchboard.REACT,
            call -> {
              var wanted = call.body();
              return changing
                  .react(
                      call.caller(),
                      wanted.roomId(),
                      wanted.seq(),
                      wanted.emoji(),
                      !Boolean.FALSE.equals(wanted.on()))
                  .map(Answer::of);
            })
        .on(
            MessageSwitchboard.UNREACT,
            call -> {
              var wanted = call.body();
              return changing
                  .react(call.caller(), wanted.roomId(), wanted.seq(), wanted.emoji(), false)
                  .map(done -> nothing());
            });
  }

  private void bindPins(OperationBinder operations) {
    operations
        .on(
            MessageSwitchboard.PIN,
            call -> {
              var wanted = call.body();
              boolean on = !Boolean.FALSE.equals(wanted.on());
              return changing.pin(call.caller(), wanted.roomId(), wanted.seq(), on).map(Answer::of);
            })
        .on(
            MessageSwitchboard.UNPIN,
            call ->
                changing
                    .pin(call.caller(), call.body().roomId(), call.body().seq(), false)
                    .map(done -> nothing()))
        .on(
            MessageSwitchboard.PINS,
            call -> changing.pins(call.caller(), call.body()).map(Answer::of));
  }

  private static Answer<Nothing> nothing() {
    return Answer.of(Nothing.NOTHING);
  }
}
