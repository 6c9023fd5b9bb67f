package org.radiologytrust.ingest.dicom.archive;

import java.util.List;
import java.util.function.Predicate;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.model.Patient;

/** An archive that keeps studies for years. Implementations can be called by several threads. */
public interface StudySource {
  /** A valid UID that no study has. */
  String NO_STUDY = "2.25.0";

  /**
   * Finds studies. What the archive returns beside what was asked for is left out.
   *
   * @return empty if there is none; a study that the archive has under two patients is there twice
   * @throws ArchiveException if the archive does not answer, or not as it should
   */
  List<FoundStudy> find(StudyQuery query) throws ArchiveException;

  /**
   * Brings a study into our Orthanc: all objects or none. Objects that Orthanc has already stay as
   * they are.
   *
   * @param accession the accession number that each object has, or none; empty if it does not
   *     matter
   * @param isPatient whether the patient of an object is the one whose images are asked for
   * @throws ArchiveException if the archive does not give it, gives something else, or a limit is
   *     reached
   * @throws DicomStoreException if our Orthanc fails
   */
  void fetch(FoundStudy study, String accession, Predicate<Patient> isPatient)
      throws ArchiveException, DicomStoreException;

  /**
   * Checks whether the archive is usable.
   *
   * @throws ArchiveException if it is not; its message says what to do, in one line
   */
  void check() throws ArchiveException;
}
