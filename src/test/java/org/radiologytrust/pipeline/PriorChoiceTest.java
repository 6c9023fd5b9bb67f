package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.exam.StudyKinds;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.words.ComparingClaims;

/** Which earlier studies a model is shown. */
@Tag("safety")
class PriorChoiceTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final StudyKinds KINDS = new StudyKinds(FILES);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final Patient PATIENT = SampleRecords.patient("MRN1");
  private static final Report REPORT =
      SampleRecords.report("A1", "FINDINGS: Unchanged effusion. No mass.");

  private final List<LocalDate> asked = new ArrayList<>();

  private static Study study(String uid, @Nullable LocalDate day, Patient patient) {
    return study(uid, day, null, patient, "DX", "CHEST", "CHEST");
  }

  private static Study study(
      String uid,
      @Nullable LocalDate day,
      @Nullable LocalTime time,
      Patient patient,
      String modality,
      String part,
      String description) {
    Instance image = SampleRecords.instance(uid + ".1").of(modality, part);
    return new Study(uid, "A" + uid, patient, day, description, true, List.of(image), time);
  }

  private static Study prior(String uid, int days) {
    return study(uid, TODAY.minusDays(days), PATIENT);
  }

  private static Study own(@Nullable LocalTime time) {
    return study("1", TODAY, time, PATIENT, "DX", "CHEST", "CHEST");
  }

  private PriorChoice.Chosen chosen(int most, Report report, Study own, Study... found) {
    return new PriorChoice(
            (of, until) -> {
              asked.add(until);
              return List.of(found);
            },
            KINDS::isSame,
            new ComparingClaims(FILES),
            most)
        .of(report, List.of(own));
  }

  private static List<String> uids(PriorChoice.Chosen chosen) {
    return chosen.shown().stream().map(Study::studyInstanceUid).toList();
  }

  private static List<NotShown> reasons(PriorChoice.Chosen chosen) {
    return chosen.left().stream().map(PriorStudy::notShown).toList();
  }

  @Test
  void theTwoNewestAreShownTheEarlierFirst() {
    PriorChoice.Chosen chosen =
        chosen(2, REPORT, own(null), prior("4", 20), prior("3", 90), prior("2", 3), own(null));
    assertEquals(List.of("4", "2"), uids(chosen));
    assertEquals(List.of(NotShown.OLDER), reasons(chosen));
    assertEquals("3", chosen.left().get(0).studyInstanceUid());
    assertEquals(List.of(TODAY), asked);
  }

  @Test
  void withoutAWordThatComparesOrWhereNoneMayBeShownNobodyIsAsked() {
    Report plain = SampleRecords.report("A1", "FINDINGS: Effusion. No mass.");
    Study undated = study("1", null, PATIENT);
    assertEquals(PriorChoice.Chosen.NONE, chosen(2, plain, own(null), prior("2", 3)));
    assertEquals(PriorChoice.Chosen.NONE, chosen(0, REPORT, own(null), prior("2", 3)));
    assertEquals(PriorChoice.Chosen.NONE, chosen(2, REPORT, undated, prior("2", 3)));
    assertEquals(List.of(), asked);
  }

  private static Patient patient(String system, String mrn, String family, LocalDate born) {
    return new Patient(
        List.of(new Identifier(system, mrn, "")), family, "Jane", born, Sex.FEMALE, "");
  }

  /** The number is shared, or another issuer's, or the name is the same and nothing else. */
  @Test
  void anotherPatientIsNotShownAndNoNumberOfTheStudyIsKept() {
    LocalDate born = PATIENT.birthDate();
    PriorChoice.Chosen chosen =
        chosen(
            2,
            REPORT,
            own(null),
            study("2", TODAY.minusDays(2), patient("", "MRN1", "Roe", born.plusYears(9))),
            study("3", TODAY.minusDays(3), patient("urn:oid:1.2.3", "MRN2", "Doe", born)),
            study("4", TODAY.minusDays(4), patient("urn:oid:9.9", "MRN1", "Doe", born)),
            study("5", TODAY.minusDays(5), patient("", "MRN1", "Roe", born)),
            study("6", TODAY.minusDays(6), patient("", "MRN1", "Doe", null)),
            study("7", TODAY.minusDays(7), patient("", "MRN1", "Doe", born)));
    assertEquals(List.of("7"), uids(chosen));
    assertEquals(
        List.of(
            NotShown.OTHER_PATIENT,
            NotShown.OTHER_PATIENT,
            NotShown.UNSURE_PATIENT,
            NotShown.UNSURE_PATIENT,
            NotShown.UNSURE_PATIENT),
        reasons(chosen));
    assertTrue(
        chosen.left().stream()
            .allMatch(left -> left.studyInstanceUid().isEmpty() && left.instances().isEmpty()));
    assertEquals(
        "earlier study of 2026-11-22, because its patient differs from that of the report",
        chosen.left().get(0).words());
  }

  @ParameterizedTest
  @CsvSource({
    // modality, BodyPartExamined, StudyDescription, shown
    "DX, CHEST, '', true",
    "CR, CHEST, CHEST PA, true",
    "CR, '', XR CHEST 2 VIEWS, true",
    "CR, '', '', false",
    "CT, CHEST, CT CHEST, false",
    "DX, ABDOMEN, ABDOMEN, false",
    "DX, HAND, LEFT HAND, false"
  })
  void itShowsTheSamePartInTheSameKindOfImages(
      String modality, String part, String description, boolean shown) {
    Study other = study("2", TODAY.minusDays(9), null, PATIENT, modality, part, description);
    PriorChoice.Chosen chosen = chosen(2, REPORT, own(null), other);
    assertEquals(shown ? List.of("2") : List.of(), uids(chosen));
    assertEquals(List.of(), chosen.left(), "another examination is no earlier study of this");
  }

  @ParameterizedTest
  @CsvSource({
    // days before, time, the report's own time, shown, not shown
    "0, 08:00, 09:00, true, ",
    "0, 09:00, 09:00, false, ",
    "0, 10:00, 09:00, false, ",
    "0, , 09:00, false, ORDER_UNKNOWN",
    "0, 08:00, , false, ORDER_UNKNOWN",
    ", 08:00, 09:00, false, ORDER_UNKNOWN",
    "-1, 08:00, 09:00, false, ",
    "1, 10:00, 09:00, true, "
  })
  void itIsTheEarlierOne(
      @Nullable Integer days,
      @Nullable LocalTime time,
      @Nullable LocalTime own,
      boolean shown,
      @Nullable NotShown reason) {
    LocalDate day = days == null ? null : TODAY.minusDays(days);
    Study other = study("2", day, time, PATIENT, "DX", "CHEST", "");
    PriorChoice.Chosen chosen = chosen(2, REPORT, own(own), other);
    assertEquals(shown ? List.of("2") : List.of(), uids(chosen));
    assertEquals(Stream.ofNullable(reason).toList(), reasons(chosen));
  }

  @Test
  void oneThatIsStillArrivingIsLeftOut() {
    Study half = prior("2", 3);
    PriorChoice.Chosen chosen =
        chosen(
            2,
            REPORT,
            own(null),
            new Study("2", "A2", PATIENT, half.studyDate(), "CHEST", false, half.instances()));
    assertEquals(List.of(), uids(chosen));
    assertEquals(List.of(NotShown.INCOMPLETE), reasons(chosen));
  }

  @Test
  void anArchiveThatDoesNotAnswerIsSaid() {
    PriorChoice.Chosen chosen =
        new PriorChoice(
                (report, until) -> {
                  throw new IOException("away");
                },
                KINDS::isSame,
                new ComparingClaims(FILES),
                2)
            .of(REPORT, List.of(own(null)));
    assertEquals(List.of(PriorStudy.notLookedUp()), chosen.left());
    assertEquals("earlier studies could not be looked up", PriorStudy.words(chosen.left(), false));
  }

  @Test
  void thoseThatAreLeftOutAreNamedInWords() {
    List<PriorStudy> all =
        List.of(
            PriorStudy.chosen(prior("2", 3), prior("2", 3).instances()),
            PriorStudy.left(prior("3", 9), NotShown.OLDER),
            PriorStudy.left(prior("4", 10), NotShown.OLDER),
            PriorStudy.left(study("5", null, PATIENT), NotShown.ORDER_UNKNOWN));
    assertEquals(
        "earlier study of 2026-11-21 (a series without a number, 1 image)",
        PriorStudy.words(all, true));
    assertEquals(
        "earlier study without a date, because it has no date or time that says that it is the"
            + " earlier one; 2 older studies",
        PriorStudy.words(all, false));
  }
}
