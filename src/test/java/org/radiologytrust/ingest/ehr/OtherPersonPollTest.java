package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.fhir.FhirMessages;
import org.radiologytrust.ingest.fhir.json.FhirLimits;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/**
 * Parts of another patient in a report that was polled, with the server's ids and without: the
 * message for the inbox still tells whose they are.
 */
@Tag("safety")
class OtherPersonPollTest {
  private static final String BASE = "http://ehr.example/fhir";

  private static final FhirMessages MESSAGES =
      new FhirMessages(
          FakeEhr.FHIR,
          "main",
          ZoneOffset.UTC,
          FhirLimits.DEFAULT,
          SiteFiles.shipped(),
          TestDocuments.reader());

  private final Bundle page = new Bundle().setType(Bundle.BundleType.SEARCHSET);

  private void add(Resource resource) {
    String json = FakeEhr.FHIR.newJsonParser().encodeResourceToString(resource);
    page.addEntry()
        .setFullUrl(BASE + "/" + resource.fhirType() + "/" + resource.getIdPart())
        .setResource(new Binary().setData(json.getBytes(StandardCharsets.UTF_8)))
        .getSearch()
        .setMode(
            resource instanceof DiagnosticReport ? SearchEntryMode.MATCH : SearchEntryMode.INCLUDE);
  }

  private static Observation result(String patient) {
    Observation result = new Observation();
    result.setId("x");
    result.setStatus(ObservationStatus.FINAL).setValue(new StringType("Mass."));
    return result.setSubject(new Reference(patient));
  }

  private Disposition read(boolean keepIds) throws Exception {
    SearchPage read = SearchPage.of(page, BASE);
    ReportMessages messages = new ReportMessages(BASE, "", keepIds);
    return MESSAGES.read(messages.of(read.reports().get(0), read, List.of()).body());
  }

  /** How the part belongs to the report. */
  private enum Part {
    CONTAINED {
      @Override
      void add(OtherPersonPollTest test, DiagnosticReport report, String patient) {
        Observation result = result(patient);
        result.setId("#x");
        report.addContained(result);
        report.addResult(new Reference("#x"));
      }
    },
    INCLUDED {
      @Override
      void add(OtherPersonPollTest test, DiagnosticReport report, String patient) {
        report.addResult(new Reference("Observation/x"));
        test.add(result(patient));
      }
    },
    ORDER {
      @Override
      void add(OtherPersonPollTest test, DiagnosticReport report, String patient) {
        report.addBasedOn(new Reference("ServiceRequest/s1"));
        test.add(EhrSamples.order("s1", patient.substring(patient.lastIndexOf('/') + 1)));
      }
    };

    abstract void add(OtherPersonPollTest test, DiagnosticReport report, String patient);
  }

  static Stream<Arguments> parts() {
    return Stream.of(Part.values())
        .flatMap(
            part ->
                Stream.of("Patient/", BASE + "/Patient/")
                    .flatMap(
                        to ->
                            Stream.of(true, false)
                                .flatMap(
                                    keep ->
                                        Stream.of(true, false)
                                            .map(on -> Arguments.of(part, to, keep, on)))));
  }

  /**
   * @param to what stands before the id of a Patient
   * @param onPage whether the page has the Patient
   */
  @ParameterizedTest
  @MethodSource("parts")
  void areRefusedAndThoseOfTheSameAreRead(Part part, String to, boolean keepIds, boolean onPage)
      throws Exception {
    for (String patient : List.of("p1", "p2")) {
      page.getEntry().clear();
      DiagnosticReport report = EhrSamples.report("r1", "p1");
      part.add(this, report, to + patient);
      add(report);
      add(EhrSamples.patient("p1"));
      if (onPage) {
        add(EhrSamples.patient("p2"));
      }
      Disposition read = read(keepIds);
      if (patient.equals("p1")) {
        assertInstanceOf(Parsed.class, read, read.toString());
      } else {
        Quarantined refused = assertInstanceOf(Quarantined.class, read);
        assertEquals(Set.of(IntakeAlarm.OTHER_PERSON), refused.alarms(), refused.reason());
        assertTrue(refused.reason().contains("names another patient"), refused.reason());
      }
    }
  }
}
