package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.AnsweredOrder;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Urgency;

class AddendumMergeTest {
  /** What a whole report does not have: it is no addendum, and its time was not still to come. */
  private static final Set<String> OF_OTHERS = Set.of("addendum", "future");

  /** What the report itself has only with an addendum. */
  private static final Set<String> OF_ADDENDA = Set.of("addenda", "whole");

  private static final Report SAMPLE = SampleRecords.report("ACC1", "Clear lungs.");

  private static Report whole() {
    return SAMPLE.toBuilder()
        .hints(List.of(new SectionHint(new Span(0, 12), Section.FINDINGS)))
        .reference("DiagnosticReport/9")
        .confidentiality("R")
        .pilot(true)
        .notAudited(List.of(NotAudited.reportText("OBX-8", "Large.")))
        .sources(Map.of(ReportField.SEX, "PID-8"))
        .radiologist("Dr. Ada Reader")
        .origins(List.of(new Origin(new Span(0, 12), "OBX-5", 0, 12, "UTF-8", null)))
        .authors(
            List.of(
                new Author(
                    Author.Role.SIGNED, Author.Kind.PERSON, "Dr. Ada Reader", null, "OBR-32")))
        .otherIds(List.of("filler:77-1"))
        .orders(List.of(new AnsweredOrder(SAMPLE.order(), null)))
        .urgency(Urgency.STAT)
        .build();
  }

  /** An addendum may say no more than its text. */
  @Test
  void aReportWithAnAddendumLosesNoField() throws ReflectiveOperationException {
    Report none = Report.of("", "ACC1").patient(SAMPLE.patient()).order(SAMPLE.order()).build();
    Report addendum =
        Report.of("HOSP", "ACC1")
            .patient(SAMPLE.patient())
            .order(SAMPLE.order())
            .text("No effusion.")
            .status(ReportStatus.APPENDED)
            .addendum(true)
            .build();
    Report whole = whole();
    Report merged = new AddendumMerge(whole, "m").with(addendum);
    Set<String> needed = Set.of("reportId", "patient", "order");
    for (RecordComponent field : Report.class.getRecordComponents()) {
      String name = field.getName();
      if (OF_OTHERS.contains(name) || needed.contains(name)) {
        continue;
      }
      Object empty = field.getAccessor().invoke(none);
      if (!OF_ADDENDA.contains(name)) {
        assertNotEquals(
            empty, field.getAccessor().invoke(whole), "give whole() a value for " + name);
      }
      assertNotEquals(empty, field.getAccessor().invoke(merged), name + " is lost");
    }
  }
}
