package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.internal;
import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;
import java.util.stream.Stream;

/** Operations on what people settle about themselves and each other. */
public final class PeopleSwitchboard {
  private PeopleSwitchboard() {}

  public static final Operation<Nothing, People.MySettings> SETTINGS =
      rest(
          "me.settings",
          GET,
          "/me/settings",
          Nothing.class,
          People.MySettings.class,
          "What I have settled about myself");
  public static final Operation<People.ChangeSettings, People.MySettings> CHANGE_SETTINGS =
      rest(
          "me.settings.change",
          PATCH,
          "/me/settings",
          People.ChangeSettings.class,
          People.MySettings.class,
          "Settle presence, status text and what others learn of me");
  public static final Operation<People.SettingsOf, People.AllSettled> SETTINGS_OF =
      internal("auth.settings", People.SettingsOf.class, People.AllSettled.class);

  public static final Operation<People.Named, People.Block> BLOCK =
      rest(
          "me.block",
          PUT,
          "/me/blocks/{userId}",
          People.Named.class,
          People.Block.class,
          "Take no direct messages from a person");
  public static final Operation<People.Named, Nothing> UNBLOCK =
      rest(
              "me.unblock",
              DELETE,
              "/me/blocks/{userId}",
              People.Named.class,
              Nothing.class,
              "Take direct messages from a person again")
          .status(204);
  public static final Operation<People.BlocksPage, People.Blocks> BLOCKS =
      rest(
          "me.blocks",
          GET,
          "/me/blocks",
          People.BlocksPage.class,
          People.Blocks.class,
          "Whom I take no direct messages from");

  /** Somebody settled something else. */
  public static final Topic<People.SettingsChanged> SETTINGS_CHANGED =
      new Topic<>("fact.settings-changed", People.SettingsChanged.class);

  /** Those that auth-service serves. */
  public static final List<Operation<?, ?>> AUTH =
      Stream.concat(
              Stream.of(SETTINGS, CHANGE_SETTINGS, SETTINGS_OF), AdminSwitchboard.ALL.stream())
          .<Operation<?, ?>>map(each -> each)
          .toList();

  /** Those that room-service serves. */
  public static final List<Operation<?, ?>> ROOMS = List.of(BLOCK, UNBLOCK, BLOCKS);
}
