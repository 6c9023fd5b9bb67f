package org.radiologytrust.lab.phantom;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/**
 * The tags of a phantom's DICOM object.
 *
 * @param patient the first identifier becomes PatientID, and its {@code urn:oid:} system becomes
 *     IssuerOfPatientID
 * @param accessionNumber at most 16 characters (VR SH)
 * @param taken date and time of the study and of the image
 * @param laterality Laterality of the series: L, R, or empty
 * @param imageLaterality R, L, U (unpaired) or B
 * @param viewPosition PA, AP, LL ...
 * @param instanceNumber from 1; another number makes another object of the same series
 */
public record PhantomStudy(
    Patient patient,
    String accessionNumber,
    String studyInstanceUid,
    LocalDateTime taken,
    String studyDescription,
    String bodyPartExamined,
    String laterality,
    String imageLaterality,
    String viewPosition,
    int instanceNumber) {

  /** A PA chest of an invented patient. The accession number decides its UIDs. */
  public static PhantomStudy chest(String accessionNumber) {
    return new PhantomStudy(
        new Patient(
            List.of(new Identifier("urn:oid:2.999.1", "PHANTOM-1", "MR")),
            "Phantom",
            "Petra",
            LocalDate.of(1961, 2, 3),
            Sex.FEMALE,
            ""),
        accessionNumber,
        Uids.named("study/" + accessionNumber),
        LocalDateTime.of(2026, 4, 1, 8, 30, 11),
        "CHEST PA",
        "CHEST",
        "",
        "U",
        "PA",
        1);
  }

  /** The same with another patient. */
  public PhantomStudy of(Patient other) {
    return new PhantomStudy(
        other,
        accessionNumber,
        studyInstanceUid,
        taken,
        studyDescription,
        bodyPartExamined,
        laterality,
        imageLaterality,
        viewPosition,
        instanceNumber);
  }

  /** The same at another time. */
  public PhantomStudy at(LocalDateTime time) {
    return new PhantomStudy(
        patient,
        accessionNumber,
        studyInstanceUid,
        time,
        studyDescription,
        bodyPartExamined,
        laterality,
        imageLaterality,
        viewPosition,
        instanceNumber);
  }

  /** Another image of the same study. */
  public PhantomStudy instance(int number) {
    return new PhantomStudy(
        patient,
        accessionNumber,
        studyInstanceUid,
        taken,
        studyDescription,
        bodyPartExamined,
        laterality,
        imageLaterality,
        viewPosition,
        number);
  }

  /** The same with another side in its tags; the pixels stay. */
  public PhantomStudy sided(String seriesSide, String imageSide) {
    return new PhantomStudy(
        patient,
        accessionNumber,
        studyInstanceUid,
        taken,
        studyDescription,
        bodyPartExamined,
        seriesSide,
        imageSide,
        viewPosition,
        instanceNumber);
  }

  String seriesInstanceUid() {
    return Uids.named(studyInstanceUid + "/series");
  }

  String sopInstanceUid() {
    return Uids.named(studyInstanceUid + "/series/" + instanceNumber);
  }
}
