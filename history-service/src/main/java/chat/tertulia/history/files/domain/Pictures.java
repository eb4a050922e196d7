package chat.tertulia.history.files.domain;

import chat.tertulia.shared.contract.Attachments.Size;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Looks at pictures and makes small ones of them. Blocking; for a worker thread. How large a
 * picture is stands in its head: a bomb is refused before a pixel is decoded.
 */
public final class Pictures {
  /** Longest side of a thumbnail, in pixels. */
  public static final int THUMBNAIL_PIXELS = 320;

  /** Side of an avatar, in pixels. */
  public static final int AVATAR_PIXELS = 256;

  /** Longest side of a picture, in pixels. */
  static final int MAX_SIDE = 20_000;

  private final long maxPixels;

  /**
   * @param maxPixels of a picture that is looked at
   */
  public Pictures(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /**
   * What was made of a picture.
   *
   * @param full size of the picture
   * @param small size of what was written
   */
  public record Made(Size full, Size small) {}

  /** Writes a small PNG of a picture. */
  public Made thumbnail(Path picture, Path small) {
    return make(picture, small, false, THUMBNAIL_PIXELS);
  }

  /** Writes a square PNG of the middle of a picture. */
  public Made avatar(Path picture, Path small) {
    return make(picture, small, true, AVATAR_PIXELS);
  }

  private Made make(Path picture, Path small, boolean square, int pixels) {
    ImageIO.setUseCache(false); // here: loading ImageIO takes seconds that no event loop has
    try (ImageInputStream in = ImageIO.createImageInputStream(picture.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw broken();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        var full = new Size(reader.getWidth(0), reader.getHeight(0));
        refuseHuge(full);
        BufferedImage made = scaled(decoded(reader, full, pixels), square, pixels);
        if (!ImageIO.write(made, "png", small.toFile())) {
          throw new IllegalStateException("every JVM writes PNG");
        }
        return new Made(full, new Size(made.getWidth(), made.getHeight()));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw e instanceof Problem problem ? problem : broken();
    }
  }

  private void refuseHuge(Size size) {
    long pixels = (long) size.width() * size.height();
    if (pixels > maxPixels || size.width() > MAX_SIDE || size.height() > MAX_SIDE) {
      throw Problem.of(ErrorCode.TOO_LARGE, "a picture must have at most " + maxPixels + " pixels");
    }
    if (pixels < 1) {
      throw broken();
    }
  }

  /** Rows and columns that no small picture shows are not even decoded. */
  private static BufferedImage decoded(ImageReader reader, Size full, int pixels)
      throws IOException {
    int step = Math.max(1, Math.min(full.width(), full.height()) / (pixels * 2));
    var parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, parameters);
  }

  private static BufferedImage scaled(BufferedImage picture, boolean square, int pixels) {
    int w = picture.getWidth();
    int h = picture.getHeight();
    int side = Math.min(w, h);
    int x = square ? (w - side) / 2 : 0;
    int y = square ? (h - side) / 2 : 0;
    int fromWidth = square ? side : w;
    int fromHeight = square ? side : h;
    double factor = square ? (double) pixels / side : (double) pixels / Math.max(w, h);
    factor = Math.min(1, factor);
    int width = Math.max(1, (int) Math.round(fromWidth * factor));
    int height = Math.max(1, (int) Math.round(fromHeight * factor));
    var made = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = made.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, x, y, x + fromWidth, y + fromHeight, null);
    graphics.dispose();
    return made;
  }

  private static Problem broken() {
    return Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the picture cannot be read");
  }
}
