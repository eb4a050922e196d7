package chat.tertulia.gateway.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** WebSocket frames as a client writes them, masked, right or wrong. */
public final class ClientBytes {
  private static final byte[] MASK = {0x11, (byte) 0x92, 0x53, (byte) 0xF4};

  private ClientBytes() {}

  public static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame with any first byte. */
  public static byte[] frame(int first, byte[] payload) {
    var out = new ByteArrayOutputStream();
    try (var to = new DataOutputStream(out)) {
      to.writeByte(first);
      if (payload.length <= 125) {
        to.writeByte(0x80 | payload.length);
      } else if (payload.length <= 0xFFFF) {
        to.writeByte(0x80 | 126);
        to.writeShort(payload.length);
      } else {
        to.writeByte(0x80 | 127);
        to.writeLong(payload.length);
      }
      to.write(MASK);
      for (int i = 0; i < payload.length; i++) {
        to.writeByte(payload[i] ^ MASK[i % MASK.length]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return frame(0x88, payload);
  }

  public static byte[] join(byte[]... frames) {
    var out = new ByteArrayOutputStream();
    for (byte[] each : frames) {
      out.writeBytes(each);
    }
    return out.toByteArray();
  }
}
