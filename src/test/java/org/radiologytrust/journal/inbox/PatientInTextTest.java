package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;

@Tag("safety")
class PatientInTextTest {
  private static final Patient JANET =
      new Patient(
          List.of(new Identifier("urn:oid:1.2", "0004711", "MR")),
          "Roe",
          "Janet Maria",
          LocalDate.of(1961, 2, 3),
          Sex.FEMALE,
          "");

  /** Heads of a report of Janet Maria Roe, 4711, born on 3 February 1961. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          # another patient's
          Patient name: MILLER, JOHN ! true
          PATIENT NAME: Miller^John  DOB: 09/09/1999  MRN: 123456 ! true
          Name of patient: Mr. John Miller, born 9 Sep 1999 ! true
          Patient: MILLER, JOHN / DOB: 09/09/1999 ! true
          Exam: CT CHEST / DOB: 1999-09-09 ! true
          Patient: Ann Miller / MRN: 123456 ! true
          # a twin's
          Patient name: ROE, ANN  DOB: 02/03/1961  MRN: 4712 ! true
          # the patient's, in other words
          Patient name: ROE, JANET  DOB: 02/03/1961  MRN: 4711 ! false
          Patient: Janet Roe / DOB: 03.02.1961 ! false
          Patient name: Roe-Miller, Janet ! false
          Patient name: JANET M ROE DOB 3-Feb-1961 ! false
          Patient name: Roe Ann, MRN 4711 ! false
          # one error in typing
          Patient name: ROE, JANET  DOB: 02/03/1967  MRN: 4711 ! false
          # a number of another system
          MRN: 99-123456 ! false
          Patient name: ROE, JANET  MRN: 99-123456  DOB: 02/03/1961 ! false
          # no name
          Patient: 61-year-old woman with cough ! false
          Patient: Not Fasting ! false
          Patient: Chest Pain / DOB: 02/03/1961 ! false
          RE: Left Knee Pain ! false
          Patient name: not given ! false
          Name: Dr. Miller was called at 10:30 ! false
          Findings: discussed with Dr. John Miller ! false
          Lungs clear. ! false
          '' ! false
          """)
  void heads(String text, boolean another) {
    Report report =
        SampleRecords.report("A1", text.replace(" / ", "\n") + "\n\nFINDINGS: Lungs clear.")
            .toBuilder()
            .patient(JANET)
            .build();
    assertEquals(another, PatientInText.isOfAnother(report), text);
  }

  /** Of a message that names nobody, nothing is another's. */
  @ParameterizedTest
  @CsvSource({"Patient name: MILLER JOHN", "DOB: 1999-09-09"})
  void aMessageWithoutAName(String text) {
    Patient unnamed = new Patient(JANET.identifiers(), "", "", null, Sex.UNKNOWN, "");
    Report report = SampleRecords.report("A1", text).toBuilder().patient(unnamed).build();
    assertEquals(false, PatientInText.isOfAnother(report));
  }
}
