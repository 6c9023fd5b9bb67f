package org.radiologytrust.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what it takes to decode one picture that came from outside. Small files can ask for much:
 * a JPEG of 15 KB may go over all of its pixels a thousand times. So its scans are counted before,
 * and the decoder is ended when its processor time is over or when nobody waits for the picture.
 */
public final class Decoding {
  /** Most scans of a JPEG. Programs write about ten. */
  public static final int MAX_SCANS = 32;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Reads between two looks at the clock, which takes about a microsecond. */
  private static final int EVERY = 256;

  /** The picture is not decoded. The message follows the name of the file. */
  public static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Ended(String message) {
      super(message, null, false, false);
    }
  }

  private final long seconds;
  private final BooleanSupplier unwanted;
  private final LongSupplier clock;
  private final long end;
  private int reads;
  private @Nullable Ended ended;

  /**
   * Begins, on the thread that decodes.
   *
   * @param most processor time
   * @param unwanted whether nobody waits for the picture any more
   */
  public Decoding(Duration most, BooleanSupplier unwanted) {
    this(most, unwanted, THREADS::getCurrentThreadCpuTime);
  }

  /**
   * @param clock nanoseconds
   */
  Decoding(Duration most, BooleanSupplier unwanted, LongSupplier clock) {
    seconds = most.toSeconds();
    this.unwanted = unwanted;
    this.clock = clock;
    end = clock.getAsLong() + most.toNanos();
  }

  /**
   * To be asked often.
   *
   * @throws Ended if the picture is not to be decoded further
   */
  public void check() {
    if (unwanted.getAsBoolean()) {
      throw end("was not decoded: nobody waits for it");
    }
    if (clock.getAsLong() > end) {
      throw end("takes more than " + seconds + " s to decode: save it anew, or make it smaller");
    }
  }

  private Ended end(String message) {
    Ended now = new Ended(message);
    ended = now;
    return now;
  }

  /** Why the decoding was ended: a reader may have made another exception of it. */
  public Optional<String> whyEnded() {
    return Optional.ofNullable(ended).map(Throwable::getMessage);
  }

  /**
   * Requires that a JPEG has few scans.
   *
   * @throws Ended if it has too many
   */
  public void requireFewScans(byte[] file) {
    int scans = 0;
    for (int i = 1; i < file.length; i++) {
      // start of scan; in the data of a scan, 0xFF is never followed by it
      if (file[i - 1] == (byte) 0xFF && file[i] == (byte) 0xDA && ++scans > MAX_SCANS) {
        throw end("has more than " + MAX_SCANS + " scans: save it anew");
      }
    }
  }

  /**
   * The bytes of a file, in memory: by default Image I/O would copy them to a temporary file.
   * Reading them checks now and then whether to continue.
   */
  public ImageInputStream input(byte[] file) {
    return new Input(file);
  }

  /** Makes a reader check at each row and each scan whether to continue. */
  public void watch(ImageReader reader) {
    // a progress listener hears of the first scan alone, and abort() leaves each scan to be read
    reader.addIIOReadUpdateListener(new Rows());
  }

  private final class Input extends MemoryCacheImageInputStream {
    Input(byte[] file) {
      super(new ByteArrayInputStream(file));
    }

    private void look() {
      if (++reads % EVERY == 0) {
        check();
      }
    }

    @Override
    public int read() throws IOException {
      look();
      return super.read();
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      look();
      return super.read(b, offset, length);
    }
  }

  private final class Rows implements IIOReadUpdateListener {
    @Override
    public void passStarted(
        ImageReader source,
        BufferedImage image,
        int pass,
        int minPass,
        int maxPass,
        int minX,
        int minY,
        int periodX,
        int periodY,
        int[] bands) {
      check();
    }

    @Override
    public void imageUpdate(
        ImageReader source,
        BufferedImage image,
        int minX,
        int minY,
        int width,
        int height,
        int periodX,
        int periodY,
        int[] bands) {
      check();
    }

    @Override
    public void passComplete(ImageReader source, BufferedImage image) {
      check();
    }

    @Override
    public void thumbnailPassStarted(
        ImageReader source,
        BufferedImage thumbnail,
        int pass,
        int minPass,
        int maxPass,
        int minX,
        int minY,
        int periodX,
        int periodY,
        int[] bands) {
      check();
    }

    @Override
    public void thumbnailUpdate(
        ImageReader source,
        BufferedImage thumbnail,
        int minX,
        int minY,
        int width,
        int height,
        int periodX,
        int periodY,
        int[] bands) {
      check();
    }

    @Override
    public void thumbnailPassComplete(ImageReader source, BufferedImage thumbnail) {
      check();
    }
  }
}
