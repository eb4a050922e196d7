package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;

/** Operations of files. Their bodies are files, so they are on REST only. */
public final class AttachmentSwitchboard {
  private AttachmentSwitchboard() {}

  public static final Operation<Attachments.Upload, Attachments.Attachment> UPLOAD =
      rest(
              "room.attach",
              POST,
              "/rooms/{roomId}/attachments",
              Attachments.Upload.class,
              Attachments.Attachment.class,
              "Upload a file for a message to name")
          .status(201)
          .restOnly();
  public static final Operation<Attachments.FileRef, Nothing> DOWNLOAD =
      rest(
              "attachment.get",
              GET,
              "/attachments/{id}",
              Attachments.FileRef.class,
              Nothing.class,
              "A file, whole or a range of it")
          .restOnly();
  public static final Operation<Attachments.FileRef, Nothing> THUMBNAIL =
      rest(
              "attachment.thumbnail",
              GET,
              "/attachments/{id}/thumbnail",
              Attachments.FileRef.class,
              Nothing.class,
              "A small picture of a picture")
          .restOnly();
  public static final Operation<Nothing, Attachments.Picture> SET_MY_AVATAR =
      rest(
              "me.avatar.set",
              PUT,
              "/me/avatar",
              Nothing.class,
              Attachments.Picture.class,
              "Upload my picture")
          .restOnly();
  public static final Operation<Nothing, Nothing> DROP_MY_AVATAR =
      rest(
              "me.avatar.drop",
              DELETE,
              "/me/avatar",
              Nothing.class,
              Nothing.class,
              "Remove my picture")
          .status(204)
          .restOnly();
  public static final Operation<Attachments.UserPicture, Nothing> USER_AVATAR =
      rest(
              "user.avatar",
              GET,
              "/users/{id}/avatar",
              Attachments.UserPicture.class,
              Nothing.class,
              "A person's picture")
          .restOnly();
  public static final Operation<Rooms.RoomRef, Attachments.Picture> SET_ROOM_AVATAR =
      rest(
              "room.avatar.set",
              PUT,
              "/rooms/{roomId}/avatar",
              Rooms.RoomRef.class,
              Attachments.Picture.class,
              "Upload a room's picture")
          .restOnly();
  public static final Operation<Rooms.RoomRef, Nothing> DROP_ROOM_AVATAR =
      rest(
              "room.avatar.drop",
              DELETE,
              "/rooms/{roomId}/avatar",
              Rooms.RoomRef.class,
              Nothing.class,
              "Remove a room's picture")
          .status(204)
          .restOnly();
  public static final Operation<Rooms.RoomRef, Nothing> ROOM_AVATAR =
      rest(
              "room.avatar",
              GET,
              "/rooms/{roomId}/avatar",
              Rooms.RoomRef.class,
              Nothing.class,
              "A room's picture")
          .restOnly();

  /** All of them: their answers or bodies are files, so nothing gathers these whole. */
  public static final List<Operation<?, ?>> ALL =
      List.of(
          UPLOAD,
          DOWNLOAD,
          THUMBNAIL,
          SET_MY_AVATAR,
          DROP_MY_AVATAR,
          USER_AVATAR,
          SET_ROOM_AVATAR,
          DROP_ROOM_AVATAR,
          ROOM_AVATAR);

  /** Those whose body is a file. */
  public static final List<Operation<?, ?>> UPLOADS =
      List.of(UPLOAD, SET_MY_AVATAR, SET_ROOM_AVATAR);
}
