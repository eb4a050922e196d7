package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.OpaqueId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What travels about files: those of messages, and the pictures of people and rooms. */
public interface Attachments {
  /** Files of one message, at most. */
  int MAX_PER_MESSAGE = 10;

  /** Longest name of a file, in characters. */
  int MAX_NAME_CHARS = 200;

  /** A file's identity: opaque, of 160 random bits. */
  record FileId(@JsonValue String value) implements OpaqueId {
    private static final SecureRandom RANDOM_BITS = new SecureRandom();
    private static final int CHARS = 32;

    @JsonCreator
    public FileId {
      OpaqueId.check(value);
    }

    public static FileId random() {
      var text = new StringBuilder("f");
      for (int i = 0; i < CHARS; i++) {
        text.append(ALPHABET.charAt(RANDOM_BITS.nextInt(ALPHABET.length())));
      }
      return new FileId(text.toString());
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** Width and height in pixels. */
  record Size(int width, int height) {}

  /**
   * A file as messages show it.
   *
   * @param type its media type, told from its bytes
   * @param size in bytes
   * @param width of a picture, in pixels
   * @param thumbnail size of its thumbnail, where it has one
   */
  record Attachment(
      FileId id,
      String name,
      String type,
      long size,
      Integer width,
      Integer height,
      Size thumbnail) {}

  /**
   * @param name what the file is called; the body is the file itself
   */
  record Upload(RoomId roomId, String name) {
    public Upload {
      required("roomId", roomId);
    }
  }

  record FileRef(FileId id) {
    public FileRef {
      required("id", id);
    }
  }

  record UserPicture(UserId id) {
    public UserPicture {
      required("id", id);
    }
  }

  /** The stored picture, {@code version} changes with it. */
  record Picture(String version) {}

  /** People and rooms asked about in one request, at most. */
  int MAX_ASKED = 200;

  /**
   * Which of these have a picture.
   *
   * @param users ids of people, separated by commas
   * @param rooms ids of rooms, likewise
   */
  record PicturesOf(String users, String rooms) {
    public PicturesOf {
      users = users == null ? "" : users;
      rooms = rooms == null ? "" : rooms;
      if (ids(users, "users", UserId::new).size() + ids(rooms, "rooms", RoomId::new).size()
          > MAX_ASKED) {
        throw Problem.field("users", "must be " + MAX_ASKED + " ids at most, with those of rooms");
      }
    }

    public List<UserId> people() {
      return ids(users, "users", UserId::new);
    }

    public List<RoomId> places() {
      return ids(rooms, "rooms", RoomId::new);
    }

    private static <T> List<T> ids(String text, String field, Function<String, T> id) {
      if (text.isEmpty()) {
        return List.of();
      }
      try {
        return Stream.of(text.split(",", -1)).map(id).toList();
      } catch (Problem e) {
        throw Problem.field(field, e.fields().getFirst().detail());
      }
    }
  }

  /**
   * A person or a room that has one.
   *
   * @param version changes with the picture
   */
  record KnownPicture(UserId user, RoomId room, String version) {}

  /** Those that have none, and rooms the caller is not in, are left out. */
  record Pictures(List<KnownPicture> pictures) {}
}
