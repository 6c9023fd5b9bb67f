package org.radiologytrust.dcm4che;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputHandler;
import org.dcm4che3.io.DicomInputStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.model.Faults;

/**
 * A DICOM file that is being read: its data set up to the pixel data, then the pixel data itself.
 * The bytes come from a sender, so the memory of the data set is bounded: long values are left out,
 * and the number and the depth of items have a limit.
 */
final class StoredObject implements AutoCloseable {
  /** More than an enhanced object with thousands of frames has. */
  private static final int MOST_ELEMENTS = 2_000_000;

  /** More levels than any standard object has; each takes a part of the thread's stack. */
  private static final int MOST_LEVELS = 32;

  /** All values of a data set together: more than any standard object has. */
  private static final long MOST_BYTES = 64 << 20;

  /** Memory that is allocated for a value before its bytes are there. */
  private static final int ALLOCATED_AHEAD = 1 << 20;

  private final DicomInputStream in;
  private final Attributes dataSet;
  private final boolean pixels;

  private StoredObject(DicomInputStream in) throws IOException {
    this.in = in;
    this.dataSet =
        in.readDataset(
            at -> at.level() == 0 && Integer.compareUnsigned(at.tag(), Tag.PixelData) >= 0);
    this.pixels = in.tag() == Tag.PixelData;
  }

  /**
   * Opens a file.
   *
   * @param longest length of the longest value that is kept, in bytes
   * @throws DicomStoreException GONE if there is no such file, FAILED if it cannot be read
   */
  static StoredObject open(Path file, int longest) throws DicomStoreException {
    DicomInputStream in = null;
    try {
      in = new DicomInputStream(Files.newInputStream(file));
      in.setAllocateLimit(ALLOCATED_AHEAD);
      in.setIncludeBulkData(DicomInputStream.IncludeBulkData.NO);
      in.setBulkDataDescriptor(
          (items, creator, tag, vr, length) ->
              vr != VR.SQ && length != -1 && Integer.compareUnsigned(length, longest) > 0);
      in.setDicomInputHandler(new Bounds(longest));
      return new StoredObject(in);
    } catch (IOException | RuntimeException e) {
      closeQuietly(in);
      throw unreadable(e);
    }
  }

  /** The data set without the pixel data and without long values. */
  Attributes dataSet() {
    return dataSet;
  }

  boolean hasPixels() {
    return pixels;
  }

  String transferSyntax() {
    return in.getTransferSyntax();
  }

  boolean bigEndian() {
    return UID.ExplicitVRBigEndian.equals(in.getTransferSyntax());
  }

  /** The stream behind the header of the pixel data. */
  DicomInputStream in() {
    return in;
  }

  /** What reading a file means to its caller. The text of the cause may quote the file. */
  static DicomStoreException unreadable(Exception e) {
    if (e instanceof DicomStoreException known) {
      return known;
    }
    if (e instanceof NoSuchFileException) {
      return new DicomStoreException(Kind.GONE, "the object is not stored");
    }
    return new DicomStoreException(
        Kind.FAILED,
        e instanceof EOFException
            ? "the object is incomplete"
            : "the object cannot be read: "
                + (e instanceof FileSystemException file ? Faults.ofFile(file) : "it is damaged"));
  }

  @Override
  public void close() {
    closeQuietly(in);
  }

  private static void closeQuietly(@Nullable DicomInputStream in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      // it was only read
    }
  }

  /** Counts elements, items and the bytes that are kept, and leaves encapsulated values out. */
  private static final class Bounds implements DicomInputHandler {
    private final int longest;
    private int elements;
    private long bytes;

    Bounds(int longest) {
      this.longest = longest;
    }

    @Override
    public void readValue(DicomInputStream in, Attributes attributes) throws IOException {
      count(in);
      if (in.vr() != VR.SQ && Integer.compareUnsigned(in.length(), longest) <= 0) {
        bytes += in.length();
        if (bytes > MOST_BYTES) {
          throw new DicomStoreException(Kind.FAILED, "the tags of the object are too long");
        }
      }
      in.readValue(in, attributes);
    }

    @Override
    public void readValue(DicomInputStream in, Sequence sequence) throws IOException {
      count(in);
      in.readValue(in, sequence);
    }

    @Override
    public void readValue(DicomInputStream in, Fragments fragments) throws IOException {
      count(in);
      in.skipFully(in.unsignedLength());
    }

    private void count(DicomInputStream in) throws IOException {
      elements++;
      if (elements > MOST_ELEMENTS || in.level() > MOST_LEVELS) {
        throw new DicomStoreException(Kind.FAILED, "the object has too many elements or levels");
      }
    }

    @Override
    public void startDataset(DicomInputStream in) {}

    @Override
    public void endDataset(DicomInputStream in) {}
  }
}
