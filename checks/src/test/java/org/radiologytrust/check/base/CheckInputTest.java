package org.radiologytrust.check.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;

class CheckInputTest {
  private static final String ORDER = "PROCEDURE ORDERED_SIDE ORDERED_MODALITY ORDERED_BODY_PART";

  private static final Report REPORT =
      SampleRecords.report("A1", "Clear lungs.").toBuilder()
          .patient(patient(Sex.FEMALE, 1960))
          .order(order("XR chest", "L", "DX", "CHEST"))
          .effective(Instant.parse("2026-04-01T10:00:00Z"))
          .build();

  /** A change of a case, and the inputs that it changes. */
  private enum Change {
    TEXT("", of(r -> r.toBuilder().text("Clear.").build())),
    NAME(
        "",
        of(
            r ->
                r.toBuilder()
                    .patient(
                        new Patient(List.of(), "Roe", "", LocalDate.of(1960, 1, 1), Sex.FEMALE, ""))
                    .build())),
    PROCEDURE(ORDER, of(r -> ordered(r, order("XR knee", "L", "DX", "CHEST")))),
    SIDE(ORDER, of(r -> ordered(r, order("XR chest", "R", "DX", "CHEST")))),
    MODALITY(ORDER, of(r -> ordered(r, order("XR chest", "L", "CT", "CHEST")))),
    BODY_PART(ORDER, of(r -> ordered(r, order("XR chest", "L", "DX", "KNEE")))),
    SEX("SEX", of(r -> r.toBuilder().patient(patient(Sex.MALE, 1960)).build())),
    BIRTH("BIRTH_DATE", of(r -> r.toBuilder().patient(patient(Sex.FEMALE, 1961)).build())),
    STUDIED(
        "STUDY_DATE",
        of(r -> r.toBuilder().effective(Instant.parse("2026-04-02T10:00:00Z")).build())),
    IMAGE("IMAGES", c -> c.toBuilder().instances(List.of(SampleRecords.instance("1.2.3"))).build()),
    EARLIER("EARLIER", c -> c.toBuilder().earlier(List.of(earlier())).build()),
    UNREAD(
        "WHOLE_TEXT",
        of(
            r ->
                r.toBuilder()
                    .notAudited(List.of(NotAudited.reportText("OBX-8", "Large.")))
                    .build()));

    private final String changed;
    private final UnaryOperator<Audit> change;

    Change(String changed, UnaryOperator<Audit> change) {
      this.changed = changed;
      this.change = change;
    }

    private static UnaryOperator<Audit> of(UnaryOperator<Report> change) {
      return c -> c.toBuilder().report(change.apply(c.report())).build();
    }
  }

  private static EarlierReport earlier() {
    return EarlierReport.of("v1", LocalDate.of(2026, 3, 4), REPORT);
  }

  private static Patient patient(Sex sex, int year) {
    return new Patient(List.of(), "Doe", "", LocalDate.of(year, 1, 1), sex, "");
  }

  private static Order order(String procedure, String side, String modality, String part) {
    return new Order(
        "", "", List.of("A1"), List.of(), new Coding("", "1", procedure), modality, part, side);
  }

  private static Report ordered(Report report, Order order) {
    return report.toBuilder().order(order).build();
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void aHashChangesWithItsInputAlone(Change change) {
    Audit before = Audit.of(new UUID(0, 1), REPORT).build();
    Audit after = change.change.apply(before);
    assertEquals(
        change.changed,
        Arrays.stream(CheckInput.values())
            .filter(input -> !hash(input, before).equals(hash(input, after)))
            .map(Enum::name)
            .collect(Collectors.joining(" ")));
  }

  private static String hash(CheckInput input, Audit c) {
    return CheckInput.hash(Set.of(input), c);
  }

  @Test
  void aHashIsThatOfTheVersionsAndNotOfTheirTexts() {
    Audit none = Audit.of(new UUID(0, 1), REPORT).build();
    Audit run = none.toBuilder().earlier(List.of(earlier())).build();
    EarlierReport e = earlier();
    EarlierReport corrected =
        new EarlierReport("v2", e.sha256(), e.studied(), e.procedure(), e.modality(), null);
    EarlierReport stored =
        new EarlierReport(e.id(), e.sha256(), e.studied(), e.procedure(), e.modality(), null);
    assertEquals(
        hash(CheckInput.EARLIER, run),
        hash(CheckInput.EARLIER, none.toBuilder().earlier(List.of(stored)).build()));
    assertNotEquals(
        hash(CheckInput.EARLIER, run),
        hash(CheckInput.EARLIER, none.toBuilder().earlier(List.of(corrected)).build()));
  }

  @Test
  void whatReadsNothingElseHasNoHash() {
    assertEquals("", CheckInput.hash(Set.of(), Audit.of(new UUID(0, 1), REPORT).build()));
  }
}
