package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Media.MediaStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/** Results, documents and Compositions that their sender has taken back. */
@Tag("safety")
class RetractedResultsTest {
  private static final NotAudited ONE =
      NotAudited.other("retracted result", 1, NotAudited.Unit.ITEMS);

  private static final FhirMessages MESSAGES = Post.messages(ZoneOffset.UTC);

  private final DiagnosticReport report = FhirSamples.report();
  private final Bundle bundle =
      FhirSamples.bundle(BundleType.COLLECTION, FhirSamples.patient(), report);

  RetractedResultsTest() {
    report.getPresentedForm().clear();
  }

  private Disposition disposition() {
    String json = Post.FHIR.newJsonParser().encodeResourceToString(bundle);
    return MESSAGES.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private Report read() {
    Disposition read = disposition();
    return assertInstanceOf(Parsed.class, read, read.toString()).first();
  }

  private Observation observation(String id, String words, ObservationStatus status) {
    Observation result = new Observation();
    result.setId(id);
    result.setStatus(status);
    result.getCode().setText("Impression");
    result.setValue(new StringType(words));
    result.addNote(new Annotation().setText("Note: " + words));
    return result;
  }

  private Observation add(String id, String words, ObservationStatus status) {
    Observation result = observation(id, words, status);
    bundle.addEntry().setResource(result);
    return result;
  }

  @ParameterizedTest
  @EnumSource(names = {"ENTEREDINERROR", "CANCELLED"})
  void inResult(ObservationStatus status) {
    report.addResult(new Reference("Observation/a"));
    report.addResult(new Reference("Observation/b"));
    add("a", "Normal.", ObservationStatus.FINAL);
    add("b", "Large mass.", status);
    Report read = read();
    assertFalse(read.text().contains("mass"), read.text());
    assertEquals(List.of(ONE), read.notAudited());
    assertEquals(ReportStatus.FINAL, read.status());
  }

  @ParameterizedTest
  @EnumSource(names = {"FINAL", "PRELIMINARY", "AMENDED", "CORRECTED", "REGISTERED", "UNKNOWN"})
  void otherStatusesAreRead(ObservationStatus status) {
    report.addResult(new Reference("Observation/a"));
    add("a", "Large mass.", status);
    assertTrue(read().text().contains("Large mass."));
  }

  @Test
  void membersAndContainedOnes() {
    Observation contained = observation("#c", "Contained mass.", ObservationStatus.CANCELLED);
    report.addContained(contained);
    report.addResult(new Reference("#c"));
    report.addResult(new Reference("Observation/group"));
    Observation group = add("group", "Normal.", ObservationStatus.FINAL);
    group.addHasMember(new Reference("Observation/m"));
    add("m", "Member mass.", ObservationStatus.ENTEREDINERROR);
    Report read = read();
    assertFalse(read.text().contains("mass"), read.text());
    assertEquals(
        List.of(NotAudited.other("retracted result", 2, NotAudited.Unit.ITEMS)), read.notAudited());
  }

  /** A group that was taken back does not take its members along, nor does it list them. */
  @Test
  void membersOfARetractedGroup() {
    report.addResult(new Reference("Observation/group"));
    report.addResult(new Reference("Observation/m"));
    Observation group = add("group", "Group mass.", ObservationStatus.ENTEREDINERROR);
    group.addHasMember(new Reference("Observation/m"));
    group.addHasMember(new Reference("Observation/n"));
    add("m", "Normal.", ObservationStatus.FINAL);
    add("n", "Hidden mass.", ObservationStatus.FINAL);
    Report read = read();
    assertTrue(read.text().contains("Normal."));
    assertFalse(read.text().contains("mass"), read.text());
  }

  @Test
  void besideATextTheyAreNotMissed() {
    report.addPresentedForm().setContentType("text/plain").setData("Normal.".getBytes());
    report.addResult(new Reference("Observation/b"));
    add("b", "Large mass.", ObservationStatus.ENTEREDINERROR);
    assertEquals(List.of(ONE), read().notAudited());
  }

  @ParameterizedTest
  @CsvSource({
    "ENTEREDINERROR, ENTEREDINERROR, ENTERED_IN_ERROR",
    "CANCELLED, CANCELLED, CANCELLED",
    "CANCELLED, ENTEREDINERROR, ENTERED_IN_ERROR"
  })
  void ifNothingElseIsLeftTheReportIsWithdrawn(
      ObservationStatus a, ObservationStatus b, ReportStatus status) {
    report.addResult(new Reference("Observation/a"));
    report.addResult(new Reference("Observation/b"));
    add("a", "Normal.", a);
    add("b", "Large mass.", b);
    assertEquals(status, read().status());
    assertEquals("", read().text());
  }

  @Test
  void aResultThatIsNotInTheMessageMayStand() {
    report.addResult(new Reference("Observation/a"));
    report.addResult(new Reference("Observation/elsewhere"));
    add("a", "Normal.", ObservationStatus.CANCELLED);
    assertInstanceOf(Quarantined.class, disposition());
  }

  private Composition composition(CompositionStatus status) {
    Composition composition = new Composition();
    composition.setId("c1");
    composition.setStatus(status);
    composition.addSection().setTitle("Findings").getText().setDivAsString("<div>Tumour.</div>");
    composition.getSectionFirstRep().addEntry(new Reference("DiagnosticReport/r1"));
    bundle.addEntry().setResource(composition);
    return composition;
  }

  @Test
  void aCompositionThatWasEnteredInError() {
    composition(CompositionStatus.ENTEREDINERROR);
    report.setConclusion("Normal.");
    Report read = read();
    assertEquals("IMPRESSION:\nNormal.", read.text());
    assertEquals(
        List.of(NotAudited.other("retracted Composition", 1, NotAudited.Unit.ITEMS)),
        read.notAudited());
  }

  @Test
  void aCompositionAsTheOnlyTextWithdrawsTheReport() {
    composition(CompositionStatus.ENTEREDINERROR);
    assertEquals(ReportStatus.ENTERED_IN_ERROR, read().status());
  }

  @Test
  void aMediaThatWasEnteredInErrorIsNotCurrent() {
    Media media = new Media();
    media.setId("m1");
    media.setStatus(MediaStatus.ENTEREDINERROR);
    media.getContent().setContentType("text/plain").setData("Large mass.".getBytes());
    bundle.addEntry().setResource(media);
    report.addMedia().setLink(new Reference("Media/m1"));
    report.setConclusion("Normal.");
    Report read = read();
    assertEquals("IMPRESSION:\nNormal.", read.text());
    assertEquals("Media of type text/plain, not current", read.notAudited().get(0).what());
  }

  @Test
  void aStudyThatWasEnteredInErrorNamesNoImages() {
    ImagingStudy study = FhirSamples.study();
    study.setStatus(ImagingStudyStatus.ENTEREDINERROR);
    bundle.addEntry().setResource(study);
    report.addImagingStudy(new Reference("ImagingStudy/s1"));
    report.setConclusion("Normal.");
    assertEquals(List.of(), read().order().studyInstanceUids());
  }

  /** Groups that contain themselves are read once. */
  @Test
  void groupsThatContainThemselves() {
    report.addResult(new Reference("Observation/a"));
    Observation group = add("a", "Normal.", ObservationStatus.FINAL);
    for (int i = 0; i < 500; i++) {
      group.addHasMember(new Reference("Observation/a"));
    }
    Resource empty = new Observation().setStatus(ObservationStatus.FINAL);
    empty.setId("e");
    bundle.addEntry().setResource(empty);
    for (int i = 0; i < 500; i++) {
      ((Observation) empty).addHasMember(new Reference("Observation/e"));
    }
    report.addResult(new Reference("Observation/e"));
    assertEquals("IMPRESSION:\nNormal.\n\nNote: Normal.", read().text());
  }
}
