package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.model.PatientMatch.Attribute;

class OtherPatientTest {
  private static final Report REPORT = SampleRecords.report("A1", "Right knee normal.");
  private static final UUID RUN = new UUID(0, 1);

  private static OtherPatient of(Patient report, Patient images, String... sops) {
    Instance[] instances =
        List.of(sops).stream().map(SampleRecords::instance).toArray(Instance[]::new);
    Study study = SampleRecords.study("1.2", "A1", "", instances).of(images);
    return OtherPatient.of(report, List.of(OtherStudy.of(study, null)));
  }

  private static List<Patient> variants(Patient p) {
    List<Identifier> more = new ArrayList<>(p.identifiers());
    more.add(new Identifier("", "X", ""));
    return List.of(
        p.identifiedBy(List.of()),
        p.identifiedBy(more),
        p.identifiedBy(List.of(new Identifier("urn:oid:1.2.4", "MRN1", "MR"))),
        p.identifiedBy(List.of(new Identifier("urn:oid:1.2.3", "mrn1", "MR"))),
        new Patient(p.identifiers(), "Do", "eJane", p.birthDate(), p.sex(), ""),
        new Patient(p.identifiers(), "Doe", "Jan", p.birthDate(), p.sex(), ""),
        new Patient(p.identifiers(), "Doe", "Jane", null, p.sex(), ""),
        new Patient(p.identifiers(), "Doe", "Jane", LocalDate.of(1961, 2, 4), p.sex(), ""),
        new Patient(p.identifiers(), "Doe", "Jane", p.birthDate(), Sex.MALE, ""),
        new Patient(p.identifiers(), "Doe", "Jane", p.birthDate(), p.sex(), "Patient/1"));
  }

  @Test
  @Tag("safety")
  void aConfirmationHoldsForTheseIdentitiesAndImagesOnly() {
    Patient own = SampleRecords.patient("MRN1");
    Patient other = SampleRecords.otherPatient();
    Set<String> all = new HashSet<>();
    List<OtherPatient> different = new ArrayList<>();
    different.add(of(own, other, "1"));
    different.add(of(own, other, "1", "2"));
    different.add(of(own, other, "2"));
    different.add(of(own, other));
    different.add(of(other, own, "1"));
    variants(own).forEach(patient -> different.add(of(patient, other, "1")));
    variants(own).forEach(patient -> different.add(of(other, patient, "1")));
    Study elsewhere = SampleRecords.study("1.3", "A1", "", SampleRecords.instance("1")).of(other);
    different.add(OtherPatient.of(own, List.of(OtherStudy.of(elsewhere, null))));
    different.add(
        OtherPatient.of(
            own, List.of(different.get(0).studies().get(0), OtherStudy.of(elsewhere, null))));
    different.forEach(one -> all.add(one.fingerprint()));
    assertEquals(different.size(), all.size());
  }

  @Test
  void theOrderOfImagesAndNumbersDoesNotMatter() {
    Patient own = SampleRecords.patient("MRN1");
    Identifier one = new Identifier("", "1", "");
    Identifier two = new Identifier("", "2", "");
    assertEquals(
        of(own, own.identifiedBy(List.of(one, two)), "1", "2").fingerprint(),
        of(own, own.identifiedBy(List.of(two, one)), "2", "1").fingerprint());
    Instant came = Instant.EPOCH;
    Study study = SampleRecords.study("1.2", "A1", "", SampleRecords.instance("1")).of(own);
    assertEquals(
        OtherPatient.of(own, List.of(OtherStudy.of(study, came))).fingerprint(),
        of(own, own, "1").fingerprint(),
        "when they came");
    assertNotEquals(of(own, own, "1").fingerprint(), of(own, own, "1", "1").fingerprint());
  }

  @Test
  void whatDiffersIsNamed() {
    assertEquals(
        Set.of(Attribute.IDENTIFIER, Attribute.NAME, Attribute.BIRTH_DATE),
        SampleRecords.mismatch(REPORT).differing());
  }

  @Test
  @Tag("safety")
  void noIdentityIsInItsText() {
    OtherPatient other = SampleRecords.mismatch(REPORT);
    String all = other + " " + other.studies() + " " + other.ofReport();
    for (String known : List.of("Doe", "Roe", "MRN", "1961", "1966")) {
      assertFalse(all.contains(known), all);
    }
  }

  private static void refuses(UnaryOperator<Audit.Builder> change) {
    Audit.Builder made = SampleRecords.imagesRefused(RUN, REPORT).toBuilder();
    assertThrows(IllegalArgumentException.class, () -> change.apply(made).build());
  }

  /** What the pipeline must not do cannot be stored either. */
  @Test
  @Tag("safety")
  void suchAnAuditHasNoImageNoModelAndNoScore() {
    assertTrue(SampleRecords.imagesRefused(RUN, REPORT).imagesRefused());
    Instance image = SampleRecords.instance("1");
    refuses(a -> a.score(new Score(100, 1, 1, 0, 0, 0)));
    refuses(a -> a.studies(List.of(SampleRecords.study("1.2", "A1", "MRN9", image))));
    refuses(a -> a.instances(List.of(image)));
    refuses(a -> a.addShown(List.of(new ShownImage("1", "ab", ""))));
    refuses(a -> a.reads(List.of(new ImageRead("1", "good", List.of()))));
    refuses(a -> a.addModels(List.of(new ModelUse("claims", "m", "", "", "{}", 1))));
    refuses(a -> a.verdicts(List.of()));
    refuses(a -> a.failure("").outcome(AuditOutcome.CHECKED_ONLY));
    Confirmation by = new Confirmation(RUN, RUN, "ann", Instant.EPOCH, false);
    Audit confirmed =
        SampleRecords.audit(RUN, REPORT, List.of(image)).toBuilder()
            .otherPatient(SampleRecords.mismatch(REPORT).confirmed(List.of(by), 1))
            .build();
    assertFalse(confirmed.imagesRefused());
  }
}
