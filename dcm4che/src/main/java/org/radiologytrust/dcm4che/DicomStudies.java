package org.radiologytrust.dcm4che;

import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.StudyReader;
import org.radiologytrust.journal.work.StudyStore;

/** Stores received studies in the journal. The route calls it as bean {@code dicomStudies}. */
public final class DicomStudies {
  /** The name of this source in the journal. */
  private static final String FEED = "dicom";

  private final StudyReader reader;
  private final StudyStore studies;

  DicomStudies(StudyReader reader, StudyStore studies) {
    this.reader = reader;
    this.studies = studies;
  }

  /**
   * Reads the files of a study and stores it, replacing what the journal has of it. A study without
   * an image, or one that somebody deleted, is not stored.
   *
   * @param study its id in the folder
   * @throws DicomStoreException if a file cannot be read
   * @throws org.radiologytrust.journal.store.JournalException if the journal fails
   */
  public void store(String study) throws DicomStoreException {
    try {
      reader.read(study).ifPresent(found -> studies.storeStudy(found, FEED, ""));
    } catch (DicomStoreException e) {
      if (e.kind() != DicomStoreException.Kind.GONE) {
        throw e;
      }
    }
  }
}
