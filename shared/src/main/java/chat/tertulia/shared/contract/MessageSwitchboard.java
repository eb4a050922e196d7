package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;

/** Operations on messages that exist: history-service. */
public final class MessageSwitchboard {
  private MessageSwitchboard() {}

  public static final Operation<MessageChanges.MessageRef, Messages.Message> GET_MESSAGE =
      rest(
          "room.message",
          GET,
          "/rooms/{roomId}/messages/{seq}",
          MessageChanges.MessageRef.class,
          Messages.Message.class,
          "One message in its current state");
  public static final Operation<MessageChanges.Edit, MessageChanges.Noted> EDIT_MESSAGE =
      rest(
          "room.edit",
          PATCH,
          "/rooms/{roomId}/messages/{seq}",
          MessageChanges.Edit.class,
          MessageChanges.Noted.class,
          "Change the text of my message");
  public static final Operation<MessageChanges.Delete, Nothing> DELETE_MESSAGE =
      rest(
              "room.delete",
              DELETE,
              "/rooms/{roomId}/messages/{seq}",
              MessageChanges.Delete.class,
              Nothing.class,
              "Delete a message")
          .status(204);
  public static final Operation<MessageChanges.MessageRef, MessageChanges.Noted> UNDO =
      rest(
          "room.undo",
          POST,
          "/rooms/{roomId}/messages/{seq}/undo",
          MessageChanges.MessageRef.class,
          MessageChanges.Noted.class,
          "Take back my last edit or my deletion of a message");
  public static final Operation<MessageChanges.MessageRef, MessageChanges.Versions> VERSIONS =
      rest(
          "room.versions",
          GET,
          "/rooms/{roomId}/messages/{seq}/versions",
          MessageChanges.MessageRef.class,
          MessageChanges.Versions.class,
          "The texts a message had");
  public static final Operation<MessageChanges.React, MessageChanges.Noted> REACT =
      rest(
          "room.react",
          PUT,
          "/rooms/{roomId}/messages/{seq}/reactions/{emoji}",
          MessageChanges.React.class,
          MessageChanges.Noted.class,
          "React to a message");
  public static final Operation<MessageChanges.Unreact, Nothing> UNREACT =
      rest(
              "room.unreact",
              DELETE,
              "/rooms/{roomId}/messages/{seq}/reactions/{emoji}",
              MessageChanges.Unreact.class,
              Nothing.class,
              "Take a reaction away")
          .status(204);
  public static final Operation<MessageChanges.Pin, MessageChanges.Noted> PIN =
      rest(
          "room.pin",
          PUT,
          "/rooms/{roomId}/pins/{seq}",
          MessageChanges.Pin.class,
          MessageChanges.Noted.class,
          "Pin a message");
  public static final Operation<MessageChanges.MessageRef, Nothing> UNPIN =
      rest(
              "room.unpin",
              DELETE,
              "/rooms/{roomId}/pins/{seq}",
              MessageChanges.MessageRef.class,
              Nothing.class,
              "Take a pin away")
          .status(204);
  public static final Operation<MessageChanges.PinsOf, MessageChanges.Pins> PINS =
      rest(
          "room.pins",
          GET,
          "/rooms/{roomId}/pins",
          MessageChanges.PinsOf.class,
          MessageChanges.Pins.class,
          "What is pinned in a room");

  /** All of them. */
  static final List<Operation<?, ?>> ALL =
      List.of(
          GET_MESSAGE,
          EDIT_MESSAGE,
          DELETE_MESSAGE,
          UNDO,
          VERSIONS,
          REACT,
          UNREACT,
          PIN,
          UNPIN,
          PINS);
}
