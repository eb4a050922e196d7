package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.GET;

import java.util.List;

/** Which people and rooms have a picture; the pictures themselves are files. */
public final class PictureSwitchboard {
  private PictureSwitchboard() {}

  public static final Operation<Attachments.PicturesOf, Attachments.Pictures> PICTURES =
      rest(
          "pictures",
          GET,
          "/pictures",
          Attachments.PicturesOf.class,
          Attachments.Pictures.class,
          "Which of these people and rooms have a picture");

  public static final List<Operation<?, ?>> ALL = List.of(PICTURES);
}
