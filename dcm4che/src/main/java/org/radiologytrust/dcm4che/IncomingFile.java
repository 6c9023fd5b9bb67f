package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.dcm4che.Refused.Reason;

/**
 * Writes an object that is being received, as long as it is not too large and the disk has room.
 */
final class IncomingFile extends OutputStream {
  /** Bytes between two looks at the free space. */
  private static final long LOOK = 16 << 20;

  private final Path file;
  private final Limits limits;
  private final OutputStream out;
  private long written;
  private long nextLook;

  /**
   * How much may be written.
   *
   * @param largest length of an object, bytes
   * @param free bytes that stay free in the file system
   */
  record Limits(long largest, long free) {}

  /**
   * @throws Refused if the disk has no room
   */
  IncomingFile(Path file, Limits limits) throws IOException {
    this.file = file;
    this.limits = limits;
    look();
    try {
      this.out = Files.newOutputStream(file);
    } catch (IOException e) {
      throw failed();
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * @throws Refused if the object is too large, or the disk has no room or fails
   */
  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    written += length;
    if (written > limits.largest()) {
      throw new Refused(Reason.CANNOT_UNDERSTAND, "larger than " + limits.largest() + " bytes");
    }
    if (written >= nextLook) {
      look();
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw failed();
    }
  }

  private void look() throws IOException {
    nextLook = written + LOOK;
    if (Files.getFileStore(file.getParent()).getUsableSpace() < limits.free()) {
      throw new Refused(Reason.OUT_OF_RESOURCES, "too little disk space");
    }
  }

  private static Refused failed() {
    return new Refused(Reason.OUT_OF_RESOURCES, "the object could not be written");
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw failed();
    }
  }
}
