package org.radiologytrust.publish.fhir;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;

/**
 * How the patient and the report of an audit are found on the FHIR server.
 *
 * @param unresolved what to do while the server does not have them
 * @param patient which patient identifiers to try, in order: types (HL7 table 0203) and systems;
 *     {@code *} stands for all others that are numbers of a person
 * @param report which order numbers to try, in order
 * @param linkFor how long to search for the patient of an audit that was sent without one; zero:
 *     not at all
 * @param linkReportFor how long to search for its report only, which many servers never get, and
 *     for the surviving patient after a merge; zero: not at all
 */
public record FhirMatching(
    FhirUnresolved unresolved,
    List<String> patient,
    List<OrderNumber> report,
    Duration linkFor,
    Duration linkReportFor) {
  /** An order number that may identify the report on the server. */
  public enum OrderNumber {
    /** OBR-18, IPC-1. */
    ACCESSION,
    /** OBR-3. */
    FILLER,
    /** OBR-2. */
    PLACER
  }

  private static final String OTHERS = "*";

  public FhirMatching {
    patient = List.copyOf(patient);
    report = List.copyOf(report);
  }

  /** The defaults. */
  public static FhirMatching standard() {
    return new FhirMatching(
        FhirUnresolved.HOLD,
        List.of("MR", OTHERS),
        List.of(OrderNumber.values()),
        Duration.ofDays(30),
        Duration.ofDays(1));
  }

  public FhirMatching with(FhirUnresolved other) {
    return new FhirMatching(other, patient, report, linkFor, linkReportFor);
  }

  /** The identifiers to try, without duplicates. */
  public List<Identifier> identifiers(Patient of) {
    List<Identifier> all = new ArrayList<>();
    for (String entry : patient) {
      of.identifiers().stream()
          .filter(i -> !i.value().isBlank())
          .filter(
              i ->
                  entry.equals(OTHERS)
                      ? i.isOfPerson() && patient.stream().noneMatch(e -> is(i, e))
                      : is(i, entry))
          .forEach(all::add);
    }
    return all.stream().distinct().toList();
  }

  private static boolean is(Identifier identifier, String entry) {
    return entry.equals(identifier.type()) || entry.equals(identifier.system());
  }

  /** The order numbers to try, without duplicates. */
  public List<String> numbers(Order of) {
    return report.stream()
        .flatMap(
            number ->
                switch (number) {
                  case ACCESSION -> of.accessionNumbers().stream();
                  case FILLER -> Stream.of(of.fillerOrderNumber());
                  case PLACER -> Stream.of(of.placerOrderNumber());
                })
        .filter(number -> !number.isBlank())
        .distinct()
        .toList();
  }
}
