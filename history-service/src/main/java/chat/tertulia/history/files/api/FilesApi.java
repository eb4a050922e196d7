package chat.tertulia.history.files.api;

import static chat.tertulia.shared.contract.AttachmentSwitchboard.DOWNLOAD;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.DROP_MY_AVATAR;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.DROP_ROOM_AVATAR;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.ROOM_AVATAR;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.SET_MY_AVATAR;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.SET_ROOM_AVATAR;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.THUMBNAIL;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.UPLOAD;
import static chat.tertulia.shared.contract.AttachmentSwitchboard.USER_AVATAR;
import static chat.tertulia.shared.contract.PictureSwitchboard.PICTURES;

import chat.tertulia.history.files.domain.FileNames;
import chat.tertulia.history.files.domain.FileType;
import chat.tertulia.history.files.domain.Received;
import chat.tertulia.history.files.domain.Sharing;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Attachments.FileId;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.ServiceOperations;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Files by REST: bodies that are files, streamed in and out, and never run by a browser. */
public final class FilesApi {
  /** Nothing in a file may run, load or send anything, wherever it is opened. */
  static final String POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

  private static final String OF_ROOM = "r:";
  private static final String OF_USER = "u:";

  private final Sharing sharing;
  private final Uploads uploads;

  public FilesApi(Sharing sharing, Uploads uploads) {
    this.sharing = sharing;
    this.uploads = uploads;
  }

  /** Binds every operation of files. */
  public void bind(ServiceOperations operations) {
    operations
        .on(PICTURES, call -> sharing.pictures(call.caller().user(), call.body()).map(Answer::of))
        .raw(UPLOAD, this::upload)
        .raw(DOWNLOAD, this::download)
        .raw(THUMBNAIL, this::thumbnail)
        .raw(
            SET_MY_AVATAR,
            (context, caller) ->
                setAvatar(
                    context, caller, Future.succeededFuture(), OF_USER + caller.user().value()))
        .raw(
            DROP_MY_AVATAR,
            (context, caller) ->
                sharing
                    .dropAvatar(OF_USER + caller.user().value())
                    .onSuccess(ok -> context.response().setStatusCode(204).end()))
        .raw(
            USER_AVATAR,
            (context, caller) ->
                avatar(context, OF_USER + new UserId(context.pathParam("id")).value()))
        .raw(
            SET_ROOM_AVATAR,
            (context, caller) ->
                setAvatar(
                    context,
                    caller,
                    sharing.admitPicture(caller.user(), room(context)),
                    OF_ROOM + room(context)))
        .raw(
            DROP_ROOM_AVATAR,
            (context, caller) ->
                sharing
                    .admitPicture(caller.user(), room(context))
                    .compose(ok -> sharing.dropAvatar(OF_ROOM + room(context)))
                    .onSuccess(ok -> context.response().setStatusCode(204).end()))
        .raw(
            ROOM_AVATAR,
            (context, caller) ->
                sharing
                    .admitReader(caller.user(), room(context))
                    .compose(ok -> avatar(context, OF_ROOM + room(context))));
  }

  private static RoomId room(RoutingContext context) {
    return named("roomId", context, RoomId::new);
  }

  private static <T> T named(String field, RoutingContext context, Function<String, T> type) {
    try {
      return type.apply(context.pathParam(field));
    } catch (Problem e) {
      throw Problem.field(field, e.fields().getFirst().detail());
    }
  }

  private Future<?> upload(RoutingContext context, Caller caller) {
    RoomId room = room(context);
    return uploads
        .receive(
            context,
            caller.user(),
            sharing.admit(caller.user(), room),
            (received, name) -> sharing.store(caller, room, FileNames.clean(name), received))
        .onSuccess(file -> answer(context, 201, file));
  }

  private Future<?> setAvatar(
      RoutingContext context, Caller caller, Future<Void> admitted, String subject) {
    return uploads
        .receive(
            context,
            caller.user(),
            admitted,
            (Received received, String name) -> sharing.setAvatar(caller.user(), subject, received))
        .onSuccess(picture -> answer(context, 200, picture));
  }

  private static void answer(RoutingContext context, int status, Object body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Json.bytes(body));
  }

  private Future<?> download(RoutingContext context, Caller caller) {
    FileId id = named("id", context, FileId::new);
    return sharing.find(caller.user(), id).compose(file -> send(context, file));
  }

  private Future<?> thumbnail(RoutingContext context, Caller caller) {
    FileId id = named("id", context, FileId::new);
    return sharing
        .find(caller.user(), id)
        .compose(
            file -> {
              if (file.thumbnail() == null) {
                throw Problem.notFound();
              }
              if (isKnown(context, file)) {
                return context.response().setStatusCode(304).end();
              }
              return sharing
                  .readThumbnail(id)
                  .compose(
                      bytes -> {
                        head(context, file.name() + ".png", FileType.PNG.type());
                        context.response().setChunked(true);
                        return pipe(context, bytes);
                      });
            });
  }

  private Future<Void> avatar(RoutingContext context, String subject) {
    return sharing.avatar(subject).compose(file -> send(context, file));
  }

  private Future<Void> send(RoutingContext context, Attachment file) {
    var request = context.request();
    if (isKnown(context, file)) {
      return context.response().setStatusCode(304).end();
    }
    String condition = request.getHeader("If-Range");
    boolean whole = condition != null && !condition.equals(tag(file));
    ByteRange range = ByteRange.of(whole ? null : request.getHeader("Range"), file.size());
    var response = context.response().putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (!range.possible()) {
      return response
          .setStatusCode(416)
          .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size())
          .end();
    }
    // The head only when there are bytes: what is collected in this moment must be answered, too.
    return sharing
        .read(file.id(), range.first(), range.last())
        .compose(
            bytes -> {
              head(context, file.name(), file.type());
              response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
              if (range.partial()) {
                String part = "bytes " + range.first() + "-" + range.last() + "/" + file.size();
                response.setStatusCode(206).putHeader(HttpHeaders.CONTENT_RANGE, part);
              }
              return pipe(context, bytes);
            });
  }

  /** A file never changes, but who may have it does: asked for again each time. */
  private static boolean isKnown(RoutingContext context, Attachment file) {
    context
        .response()
        .putHeader(HttpHeaders.ETAG, tag(file))
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    return tag(file).equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH));
  }

  private static String tag(Attachment file) {
    return "\"" + file.id() + "\"";
  }

  private static void head(RoutingContext context, String name, String type) {
    String how = FileType.isInline(type) ? "inline" : "attachment";
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader("Content-Disposition", how + "; filename*=UTF-8''" + encoded.replace("*", "%2A"))
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff");
  }

  private static Future<Void> pipe(RoutingContext context, ReadStream<Buffer> bytes) {
    return bytes.pipeTo(context.response());
  }
}
