package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.radiologytrust.dcm4che.Refused.Reason;
import org.radiologytrust.ingest.dicom.DicomStoreException;

/** Checks a received object before it is stored. */
final class ReceivedObject {
  /** Longer than an identifier in any character set. */
  private static final int LONGEST_VALUE = 256;

  /** Objects that are checked at the same time: each can take memory for all its elements. */
  private static final Semaphore CHECKS = new Semaphore(2);

  private static final int LONGEST_UID = 64;

  private ReceivedObject() {}

  /**
   * @param sopInstanceUid the object that the sender named
   * @throws Refused if the file is incomplete, cannot be read within the limits, or holds another
   *     object
   */
  static ObjectIds check(Path file, String sopInstanceUid) throws Refused {
    CHECKS.acquireUninterruptibly();
    try {
      return read(file, sopInstanceUid);
    } finally {
      CHECKS.release();
    }
  }

  private static ObjectIds read(Path file, String sopInstanceUid) throws Refused {
    try (StoredObject object = StoredObject.open(file, LONGEST_VALUE)) {
      Attributes tags = object.dataSet();
      ObjectIds ids =
          new ObjectIds(
              tags.getString(Tag.PatientID, ""),
              uid(tags, Tag.StudyInstanceUID),
              uid(tags, Tag.SeriesInstanceUID),
              uid(tags, Tag.SOPInstanceUID));
      if (!ids.sopInstanceUid().equals(sopInstanceUid)) {
        throw new Refused(Reason.DOES_NOT_MATCH, "another SOP Instance UID than in the request");
      }
      if (object.hasPixels()) {
        skip(object.in());
      }
      return ids;
    } catch (DicomStoreException e) {
      throw new Refused(Reason.CANNOT_UNDERSTAND, e.getMessage());
    } catch (Refused e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Refused(Reason.CANNOT_UNDERSTAND, StoredObject.unreadable(e).getMessage());
    }
  }

  private static String uid(Attributes tags, int tag) throws Refused {
    String uid = tags.getString(tag, "");
    if (uid.isEmpty() || uid.length() > LONGEST_UID) {
      throw new Refused(Reason.CANNOT_UNDERSTAND, "a UID of the object is missing or too long");
    }
    return uid;
  }

  /** Reads over the pixel data, which fails if some of it is missing. */
  private static void skip(DicomInputStream in) throws IOException {
    if (in.unsignedLength() != -1) {
      in.skipFully(in.unsignedLength());
      return;
    }
    while (in.readItemHeader()) {
      in.skipFully(in.unsignedLength());
    }
  }
}
