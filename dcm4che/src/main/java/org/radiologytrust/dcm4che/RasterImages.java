package org.radiologytrust.dcm4che;

import java.awt.image.Raster;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import org.radiologytrust.images.Decoding;
import org.radiologytrust.ingest.dicom.DicomStoreException;

/** Decodes JPEG and JPEG 2000 with readers of Java's Image I/O. */
enum RasterImages {
  /** Baseline and extended JPEG with 8 bits: the reader of the JDK. */
  JPEG("jpeg", "com.sun."),
  /** Lossless JPEG. */
  LOSSLESS_JPEG("jpeg", "com.twelvemonkeys."),
  /** JPEG 2000. */
  JPEG_2000("jpeg2000", "com.github.jaiimageio.");

  /** What decoders use, at most: JPEG 2000 with 24 million pixels took less than 300 MB. */
  private static final int BYTES_PER_SAMPLE = 12;

  /** Most processor time for a frame. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final String formatName;
  private final String classes;

  /**
   * @param formatName of Image I/O
   * @param classes beginning of the reader's class name: several may read the format
   */
  RasterImages(String formatName, String classes) {
    this.formatName = formatName;
    this.classes = classes;
  }

  private ImageReader reader() throws DicomStoreException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(formatName);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith(classes)) {
        return reader;
      }
    }
    throw PixelFormat.failed("the decoder of this transfer syntax is missing in lib/");
  }

  /**
   * Decodes a frame.
   *
   * @return samples as they are stored: a colour is not converted
   */
  Samples decode(byte[] frame, PixelFormat format) throws DicomStoreException {
    requireEnd(frame);
    requireMemory(format);
    if (this == JPEG_2000) {
      Codestream.require(frame, format);
    }
    // one at a time, so that the memory suffices
    synchronized (RasterImages.class) {
      return decoded(frame, format);
    }
  }

  private Samples decoded(byte[] frame, PixelFormat format) throws DicomStoreException {
    Decoding decoding = new Decoding(LONGEST, () -> false);
    try {
      if (this != JPEG_2000) {
        decoding.requireFewScans(frame);
      }
      ImageReader reader = reader();
      decoding.watch(reader);
      try (ImageInputStream in = decoding.input(frame)) {
        return read(reader, in, format);
      } finally {
        reader.dispose();
      }
    } catch (DicomStoreException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw PixelFormat.failed(
          "the pixel data "
              + decoding.whyEnded().orElse("is damaged, or of a kind that cannot be decoded"));
    }
  }

  private Samples read(ImageReader reader, ImageInputStream in, PixelFormat format)
      throws IOException {
    boolean[] damaged = new boolean[1];
    reader.addIIOReadWarningListener(new Damage(damaged));
    reader.setInput(in, true, true);
    // before anything of that size is allocated
    if (reader.getWidth(0) != format.columns() || reader.getHeight(0) != format.rows()) {
      throw PixelFormat.failed("the size of the compressed image differs from its tags");
    }
    Raster raster = this == JPEG ? reader.readRaster(0, null) : reader.read(0, null).getRaster();
    if (damaged[0]) {
      throw PixelFormat.failed("the pixel data of the image is incomplete");
    }
    if (raster.getNumBands() != format.samples()) {
      throw PixelFormat.failed("the compressed image has another number of samples than its tags");
    }
    int columns = format.columns();
    return (pixel, band) -> raster.getSample(pixel % columns, pixel / columns, band);
  }

  /** Without memory, the process ends, and the next one meets the same image. */
  private static void requireMemory(PixelFormat format) throws DicomStoreException {
    long needed = (long) format.pixels() * format.samples() * BYTES_PER_SAMPLE;
    if (needed > Runtime.getRuntime().maxMemory() / 2) {
      throw PixelFormat.failed("decoding the image needs more memory than Java has (-Xmx)");
    }
  }

  /**
   * A frame that was cut has no end marker. Decoders fill the rest, or show the image less sharp,
   * and say nothing.
   */
  private static void requireEnd(byte[] frame) throws DicomStoreException {
    int end = frame.length;
    while (end > 0 && frame[end - 1] == 0) {
      end--;
    }
    if (end < 2 || frame[end - 2] != (byte) 0xFF || frame[end - 1] != (byte) 0xD9) {
      throw PixelFormat.failed("the pixel data of the image is incomplete");
    }
  }

  /** The JDK's decoder warns of data that is damaged, and fills the gap. */
  private record Damage(boolean[] found) implements IIOReadWarningListener {
    @Override
    public void warningOccurred(ImageReader reader, String warning) {
      found[0] |= warning.contains("Corrupt") || warning.contains("Premature");
    }
  }
}
