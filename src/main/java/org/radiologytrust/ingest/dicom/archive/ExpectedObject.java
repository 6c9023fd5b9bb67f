package org.radiologytrust.ingest.dicom.archive;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.radiologytrust.ingest.dicom.DicomTags;
import org.radiologytrust.ingest.dicom.PatientTags;
import org.radiologytrust.model.Patient;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Weighs each object of a study before it is used: an archive may give another study, or another
 * patient's, under the number that it was asked for.
 */
final class ExpectedObject {
  private final String study;
  private final String accession;
  private final Predicate<Patient> isPatient;
  private final Set<String> came = new HashSet<>();
  private boolean hasAccession;

  /**
   * @param accession empty if it does not matter
   */
  ExpectedObject(String study, String accession, Predicate<Patient> isPatient) {
    this.study = study;
    this.accession = accession;
    this.isPatient = isPatient;
    this.hasAccession = accession.isEmpty();
  }

  /**
   * Compares an object with what was asked for, by its tags.
   *
   * @throws ArchiveException NEVER if it is not of the study or of the patient
   */
  void weigh(DicomTags tags) throws ArchiveException {
    if (!isPatient.test(PatientTags.read(tags))) {
      throw new ArchiveException(
          Kind.NEVER, "it gave an object of another patient; nothing of the study was kept");
    }
    if (!tags.text("StudyInstanceUID").equals(study)) {
      throw new ArchiveException(
          Kind.NEVER, "it gave an object of another study; nothing was kept");
    }
    String number = tags.text("AccessionNumber");
    if (!accession.isEmpty() && !number.isEmpty() && !number.equals(accession)) {
      throw new ArchiveException(
          Kind.NEVER, "it gave an object with another accession number; nothing was kept");
    }
    hasAccession |= number.equals(accession);
    came.add(tags.text("SOPInstanceUID"));
  }

  /**
   * Compares the study with what was asked for, when all objects have come. An object that came
   * twice counts once.
   *
   * @param found what the search said
   * @throws ArchiveException LATER if some are missing, NEVER if the report could not find it
   */
  void weighAll(FoundStudy found) throws ArchiveException {
    if (came.isEmpty() || came.size() < found.instances()) {
      throw new ArchiveException(
          Kind.LATER,
          "it gave "
              + came.size()
              + " of "
              + Math.max(1, found.instances())
              + " objects of the study");
    }
    if (!hasAccession) {
      throw new ArchiveException(
          Kind.NEVER, "no object of the study has the accession number; nothing was kept");
    }
  }
}
