package org.radiologytrust.dcm4che;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.util.ByteUtils;

/**
 * Finds the bytes of a frame in the fragments of compressed pixel data (PS3.5 A.4). A frame that
 * cannot be told from its neighbours is refused.
 */
final class EncapsulatedPixels {
  private final DicomInputStream in;
  private final int frames;
  private final long most;

  /**
   * @param in the stream behind the header of the pixel data
   * @param frames how many frames there are
   * @param most longest compressed frame, in bytes
   */
  EncapsulatedPixels(DicomInputStream in, int frames, long most) {
    this.in = in;
    this.frames = frames;
    this.most = most;
  }

  /**
   * @param frame index, from 0
   */
  byte[] frame(int frame) throws IOException {
    if (!in.readItemHeader()) {
      throw PixelFormat.failed("the pixel data of the image is empty");
    }
    int[] offsets = offsets();
    if (frames == 1) {
      return between(0, Long.MAX_VALUE);
    }
    if (offsets.length == 0) {
      return fragment(frame);
    }
    long end = frame + 1 < frames ? offset(offsets, frame + 1) : Long.MAX_VALUE;
    return between(offset(offsets, frame), end);
  }

  private static long offset(int[] offsets, int frame) {
    return offsets[frame] & 0xFFFFFFFFL;
  }

  /** The Basic Offset Table; empty when there is none. */
  private int[] offsets() throws IOException {
    long length = in.unsignedLength();
    if (length == 0 || frames == 1) {
      in.skipFully(length);
      return new int[0];
    }
    if (length != 4L * frames) {
      throw PixelFormat.failed("the offset table does not match the number of frames");
    }
    int[] offsets = new int[frames];
    byte[] entry = new byte[4];
    for (int i = 0; i < frames; i++) {
      in.readFully(entry);
      offsets[i] = ByteUtils.bytesToIntLE(entry, 0);
    }
    return offsets;
  }

  /** One fragment, where each is a frame. */
  private byte[] fragment(int frame) throws IOException {
    Buffer bytes = new Buffer();
    int fragments = 0;
    while (in.readItemHeader()) {
      if (fragments == frame) {
        bytes.addItem();
      } else {
        in.skipFully(in.unsignedLength());
      }
      fragments++;
    }
    if (fragments != frames) {
      throw PixelFormat.failed("the frames of the image cannot be told apart");
    }
    return bytes.toByteArray();
  }

  /** The fragments that begin within these bounds, counted from the first fragment. */
  private byte[] between(long start, long end) throws IOException {
    Buffer bytes = new Buffer();
    long first = in.getPosition();
    boolean found = false;
    while (in.readItemHeader()) {
      long at = in.getTagPosition() - first;
      found |= at == start;
      if (at >= end) {
        break;
      }
      if (at >= start) {
        bytes.addItem();
      } else {
        in.skipFully(in.unsignedLength());
      }
    }
    if (!found) {
      throw PixelFormat.failed("the offset table does not match the frames");
    }
    return bytes.toByteArray();
  }

  private final class Buffer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void addItem() throws IOException {
      long length = in.unsignedLength();
      if (length < 0 || bytes.size() + length > most) {
        throw PixelFormat.failed("a compressed frame is longer than its pixels");
      }
      // in parts, so that no memory is taken for bytes that are not there
      byte[] part = new byte[(int) Math.min(length, 1 << 16)];
      while (length > 0) {
        int now = (int) Math.min(length, part.length);
        in.readFully(part, 0, now);
        bytes.write(part, 0, now);
        length -= now;
      }
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
