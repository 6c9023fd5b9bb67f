package org.radiologytrust.ingest.dicom.archive;

import java.util.List;
import java.util.function.Predicate;
import org.radiologytrust.model.Patient;

/** An archive that keeps studies for years. Implementations can be called by several threads. */
public interface StudySource {
  /**
   * Finds studies. What the archive returns beside what was asked for is left out.
   *
   * @return each study once; empty if there is none
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
   */
  void fetch(FoundStudy study, String accession, Predicate<Patient> isPatient)
      throws ArchiveException;

  /**
   * Checks whether the archive is usable.
   *
   * @throws ArchiveException if it is not; its message says what to do, in one line
   */
  void check() throws ArchiveException;
}
