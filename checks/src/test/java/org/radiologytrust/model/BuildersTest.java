package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A builder and the copy that it makes keep every field. The fields are found by reflection, so
 * whoever adds one and forgets it in a constructor or a copy is told its name.
 */
class BuildersTest {
  private static final UUID RUN = new UUID(0, 1);
  private static final Report REPORT = SampleRecords.report("A1", "No effusion.");
  private static final Instant TIME = Instant.parse("2026-11-30T12:00:00Z");

  /** A value of each type that a field has, unlike the one of an empty record. */
  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(boolean.class, true),
          Map.entry(String.class, "some text"),
          Map.entry(Instant.class, TIME),
          Map.entry(UUID.class, RUN),
          Map.entry(Report.class, REPORT),
          Map.entry(Patient.class, SampleRecords.patient("P1")),
          Map.entry(Order.class, REPORT.order()),
          Map.entry(ReportStatus.class, ReportStatus.CORRECTED),
          Map.entry(Release.class, new Release(ReportStatus.FINAL, TIME, null)),
          Map.entry(
              Authorship.class, new Authorship(List.of(), List.of(new Authorship.Cut(1, true)))),
          Map.entry(OtherPatient.class, SampleRecords.mismatch(REPORT)),
          Map.entry(Summaries.class, new Summaries("for a clinician", "for a patient")),
          Map.entry(ChecksMade.class, new ChecksMade("ab12", List.of("denied"))),
          Map.entry(Score.class, new Score(null, 1, 0, 0, 0, 1)),
          Map.entry(AuditOutcome.class, AuditOutcome.AUDITED),
          Map.entry(Urgency.class, Urgency.STAT),
          // an element may be anything: nothing looks into it
          Map.entry(List.class, List.of("an element")));

  private static Object sample(Field field) {
    if (field.getType() == Map.class) {
      return field.getName().equals("extras")
          ? new TreeMap<>(Map.of("step", TextNode.valueOf("extra")))
          : Map.of(ReportField.values()[0], "a rule");
    }
    Object value = SAMPLES.get(field.getType());
    if (value == null) {
      throw new AssertionError("give " + field.getType() + " a sample here");
    }
    return value;
  }

  private static List<Field> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .peek(field -> field.setAccessible(true))
        .toList();
  }

  private static Map<String, Object> values(Object of) throws IllegalAccessException {
    Map<String, Object> values = new HashMap<>();
    for (Field field : fields(of.getClass())) {
      values.put(field.getName(), field.get(of));
    }
    return values;
  }

  /** Fills every field of a builder but the named ones. */
  private static <T> T filled(T builder, String... without) throws IllegalAccessException {
    for (Field field : fields(builder.getClass())) {
      if (Arrays.asList(without).contains(field.getName())) {
        continue;
      }
      if (Modifier.isFinal(field.getModifiers())) {
        @SuppressWarnings("unchecked")
        Map<String, Object> map = (Map<String, Object>) field.get(builder);
        @SuppressWarnings("unchecked")
        Map<String, Object> more = (Map<String, Object>) sample(field);
        map.putAll(more);
      } else {
        field.set(builder, sample(field));
      }
    }
    return builder;
  }

  private static void assertFilled(Object full, Object empty, String... same)
      throws IllegalAccessException {
    Map<String, Object> before = values(empty);
    for (Map.Entry<String, Object> field : values(full).entrySet()) {
      if (!Arrays.asList(same).contains(field.getKey())) {
        assertNotEquals(before.get(field.getKey()), field.getValue(), field.getKey());
      }
    }
  }

  @Test
  void anAuditKeepsEveryField() throws Exception {
    // an audit that has ended is checked as a whole: ended is set on its own
    Audit full = filled(Audit.of(RUN, REPORT), "ended").build();
    assertFilled(full, Audit.of(RUN, REPORT).build(), "runId", "report", "ended");
    assertEquals(values(full), values(full.toBuilder().build()));
    Audit ended = SampleRecords.audit(RUN, REPORT, List.of());
    assertEquals(values(ended), values(ended.toBuilder().build()));
  }

  @Test
  void aReportKeepsEveryField() throws Exception {
    Report full = filled(Report.of("SITE", "R1")).build();
    Report empty =
        Report.of("", "R0").patient(SampleRecords.otherPatient()).order(anOrder("")).build();
    assertFilled(full, empty);
    assertEquals(full, full.toBuilder().build());
  }

  @Test
  void anOrderWithOtherNumbersKeepsTheRest() throws Exception {
    Order full = anOrder("given");
    Map<String, Object> expected = values(full);
    expected.put("accessionNumbers", List.of("A9"));
    assertEquals(expected, values(full.withAccessionNumbers(List.of("A9"))));
    assertFilled(full, anOrder(""), "accessionNumbers", "studyInstanceUids");
  }

  private static Order anOrder(String text) {
    return new Order(
        text,
        text,
        List.of("A1"),
        List.of("1.2.3"),
        new Coding(text, text, text),
        text,
        text,
        text);
  }
}
