package chat.tertulia.shared.bus;

import chat.tertulia.shared.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * A request or an answer on the bus. Within one JVM a record is handed over as it is, since records
 * cannot change; between nodes, and for whoever passes it on unread, it is JSON.
 */
final class Parcel {
  private final Object value;
  private final Buffer bytes;

  private Parcel(Object value, Buffer bytes) {
    this.value = value;
    this.bytes = bytes;
  }

  /** Of a record that nobody changes any more. */
  static Parcel of(Object value) {
    return new Parcel(value, null);
  }

  /** Of JSON written elsewhere. */
  static Parcel ofBytes(Buffer bytes) {
    return new Parcel(null, bytes);
  }

  /** As JSON. */
  Buffer bytes() {
    return bytes == null ? Json.bytes(value) : bytes;
  }

  /**
   * As a record.
   *
   * @throws chat.tertulia.shared.error.Problem {@code bad_request} when the JSON does not fit
   */
  <T> T as(Class<T> type) {
    return type.isInstance(value) ? type.cast(value) : Json.convert(Json.readObject(bytes()), type);
  }

  /** Wire form: the length in bytes, then the JSON. */
  static final class Codec implements MessageCodec<Parcel, Parcel> {
    static final String NAME = "tertulia-parcel";

    @Override
    public void encodeToWire(Buffer out, Parcel parcel) {
      Buffer json = parcel.bytes();
      out.appendInt(json.length()).appendBuffer(json);
    }

    @Override
    public Parcel decodeFromWire(int position, Buffer in) {
      int from = position + Integer.BYTES;
      return ofBytes(in.getBuffer(from, from + in.getInt(position)));
    }

    @Override
    public Parcel transform(Parcel parcel) {
      return parcel;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
