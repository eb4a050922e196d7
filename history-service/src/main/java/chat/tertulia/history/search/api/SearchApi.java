package chat.tertulia.history.search.api;

import chat.tertulia.history.search.domain.Searching;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.SearchSwitchboard;

/** Search, between the contract and the domain. */
public final class SearchApi {
  private final Searching searching;

  public SearchApi(Searching searching) {
    this.searching = searching;
  }

  /** Binds every operation of {@link SearchSwitchboard}. */
  public void bind(OperationBinder operations) {
    operations.on(
        SearchSwitchboard.SEARCH,
        call -> searching.find(call.caller(), call.body()).map(Answer::of));
  }
}
