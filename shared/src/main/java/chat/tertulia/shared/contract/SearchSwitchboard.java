package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.GET;

import java.util.List;

/** Operations of search. */
public final class SearchSwitchboard {
  private SearchSwitchboard() {}

  public static final Operation<Search.Find, Search.Results> SEARCH =
      rest(
          "search",
          GET,
          "/search",
          Search.Find.class,
          Search.Results.class,
          "Find messages in my rooms");

  public static final List<Operation<?, ?>> ALL = List.of(SEARCH);
}
