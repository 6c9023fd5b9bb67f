package org.radiologytrust.dcm4che;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.radiologytrust.ingest.dicom.DecodedFrame;

/** Decodes a frame of a stored object. */
final class FrameReader {
  private static final Set<String> UNCOMPRESSED =
      Set.of(
          UID.ImplicitVRLittleEndian,
          UID.ExplicitVRLittleEndian,
          UID.DeflatedExplicitVRLittleEndian,
          UID.ExplicitVRBigEndian);

  private static final Map<String, RasterImages> COMPRESSED =
      Map.of(
          UID.JPEGBaseline8Bit, RasterImages.JPEG,
          UID.JPEGExtended12Bit, RasterImages.JPEG,
          UID.JPEGLossless, RasterImages.LOSSLESS_JPEG,
          UID.JPEGLosslessSV1, RasterImages.LOSSLESS_JPEG,
          UID.JPEG2000Lossless, RasterImages.JPEG_2000,
          UID.JPEG2000, RasterImages.JPEG_2000);

  private final StoredObject object;
  private final Attributes tags;
  private final PixelFormat format;

  /**
   * @param object its long values are kept up to that of a palette
   * @param maxPixels most pixels of a frame
   */
  FrameReader(StoredObject object, int maxPixels) throws IOException {
    this.object = object;
    this.tags = object.dataSet();
    this.format = PixelFormat.of(tags, maxPixels);
  }

  /**
   * The transfer syntaxes whose pixels are decoded. Extended JPEG is none of them: its images of 8
   * bits are decoded, but those of 12 bits are not.
   */
  static Set<String> transferSyntaxes() {
    Set<String> all = new TreeSet<>(UNCOMPRESSED);
    all.addAll(COMPRESSED.keySet());
    all.add(UID.RLELossless);
    all.remove(UID.JPEGExtended12Bit);
    return all;
  }

  /**
   * Decodes a frame.
   *
   * @param frame index, from 0
   */
  DecodedFrame frame(int frame) throws IOException {
    if (!object.hasPixels()) {
      throw PixelFormat.failed("the image has no pixel data");
    }
    String syntax = object.transferSyntax();
    if (UNCOMPRESSED.contains(syntax)) {
      return decoded(uncompressed(frame), false);
    }
    if (syntax.equals(UID.RLELossless)) {
      return decoded(runLengths(compressed(frame)), false);
    }
    RasterImages images = COMPRESSED.get(syntax);
    if (images == null) {
      throw PixelFormat.failed("pixel data of the transfer syntax " + syntax + " is not decoded");
    }
    Samples raster = images.decode(compressed(frame), format);
    return decoded(
        (pixel, band) -> format.extended(raster.at(pixel, band)), images == RasterImages.JPEG_2000);
  }

  private DecodedFrame decoded(Samples samples, boolean converted) throws IOException {
    if (format.isGrey()) {
      short[] words = new short[format.pixels()];
      for (int i = 0; i < words.length; i++) {
        words[i] = (short) samples.at(i, 0);
      }
      return DecodedFrame.grey(format.columns(), format.rows(), words);
    }
    return DecodedFrame.rgb(format.columns(), format.rows(), rgb(samples, converted));
  }

  /**
   * @param converted whether the decoder undid the colour transformation of its own format
   */
  private byte[] rgb(Samples samples, boolean converted) throws IOException {
    String photometric = format.photometric();
    if (photometric.equals("PALETTE COLOR")) {
      return Colours.palette(format, samples, Palette.of(tags, format.signed()));
    }
    boolean transformed = photometric.equals("YBR_RCT") || photometric.equals("YBR_ICT");
    return photometric.equals("RGB") || converted && transformed
        ? Colours.rgb(format, samples)
        : Colours.ybr(format, samples);
  }

  private byte[] compressed(int frame) throws IOException {
    int frames = Math.max(1, tags.getInt(Tag.NumberOfFrames, 1));
    long most = 2 * (long) format.pixels() * format.samples() * format.bytesPerSample() + (1 << 16);
    return new EncapsulatedPixels(object.in(), frames, most).frame(frame);
  }

  private Samples uncompressed(int frame) throws IOException {
    DicomInputStream in = object.in();
    long length = format.frameLength();
    long start = frame * length;
    long end = start + length;
    if (in.unsignedLength() < end) {
      throw PixelFormat.failed("the pixel data of the image is incomplete");
    }
    // bytes of a big-endian word are swapped, so a frame is read from the beginning of a word
    boolean swapped = object.bigEndian() && in.vr() == VR.OW && format.bitsAllocated() == 8;
    int before = swapped ? (int) (start & 1) : 0;
    int after = swapped ? (int) (end & 1) : 0;
    byte[] bytes = bytes(in, start - before, Math.toIntExact(length + before + after));
    int flip = swapped ? 1 : 0;
    return bytes(format, object.bigEndian(), at -> bytes[at + before ^ flip]);
  }

  private static byte[] bytes(DicomInputStream in, long start, int length) throws IOException {
    byte[] bytes = new byte[length];
    try {
      in.skipFully(start);
      in.readFully(bytes);
    } catch (EOFException e) {
      throw PixelFormat.failed("the pixel data of the image is incomplete");
    }
    return bytes;
  }

  private interface Bytes {
    byte at(int index);
  }

  private static Samples bytes(PixelFormat format, boolean bigEndian, Bytes bytes) {
    int pixels = format.pixels();
    return (pixel, band) -> {
      int sample;
      if (format.isHalved()) {
        sample = band == 0 ? 2 * pixel - (pixel & 1) : 4 * (pixel / 2) + 1 + band;
      } else if (format.planes()) {
        sample = band * pixels + pixel;
      } else {
        sample = pixel * format.samples() + band;
      }
      if (format.bytesPerSample() == 1) {
        return format.value(bytes.at(sample) & 0xFF);
      }
      int low = bytes.at(2 * sample + (bigEndian ? 1 : 0)) & 0xFF;
      int high = bytes.at(2 * sample + (bigEndian ? 0 : 1)) & 0xFF;
      return format.value(high << 8 | low);
    };
  }

  private Samples runLengths(byte[] frame) throws IOException {
    byte[][] planes = RunLengths.decode(frame, format);
    return (pixel, band) -> {
      if (format.bytesPerSample() == 1) {
        return format.value(planes[band][pixel] & 0xFF);
      }
      int high = planes[2 * band][pixel] & 0xFF;
      int low = planes[2 * band + 1][pixel] & 0xFF;
      return format.value(high << 8 | low);
    };
  }
}
