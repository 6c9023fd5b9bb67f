package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Span;

/** What an earlier version stored can still be read. */
class StoredRecordsTest {
  private static final NotAudited PART = NotAudited.reportText("OBX-8", "Large.");

  @Test
  void recordsOfBeforeLeaveNothingUnread() {
    Report report = SampleRecords.report("ACC1", "Clear lungs.");
    Audit audit = SampleRecords.audit(new UUID(0, 1), report, List.of());
    String old = StoredJson.write(audit).replace(",\"notAudited\":[]", "");
    assertFalse(old.contains("notAudited"), old);
    assertEquals(audit, StoredJson.read(old, Audit.class));
  }

  /** The file was written before audits had extras. */
  @Test
  void anAuditIsStoredAsItWasBefore() throws IOException {
    String stored;
    try (InputStream file = getClass().getResourceAsStream("/journal/audit.json")) {
      stored = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    Audit audit = StoredJson.read(stored, Audit.class);
    Report report = SampleRecords.report("ACC1", "Clear lungs.");
    assertEquals(
        SampleRecords.audit(new UUID(0, 1), report, List.of(SampleRecords.instance("1.2.3"))),
        audit);
    assertEquals(stored, StoredJson.write(audit));
  }

  /** What is of use on the way alone is not stored, and what a step of its own made is. */
  @Test
  void extrasAreStoredAndWorkIsNot() {
    Report report = SampleRecords.report("ACC1", "Clear lungs.");
    Audit audit = SampleRecords.audit(new UUID(0, 1), report, List.of());
    Audit worked =
        audit.toBuilder()
            .withModel(true)
            .sentences(List.of(new Sentence(1, Section.FINDINGS, new Span(0, 5), "Clear")))
            .blank(audit.verdicts())
            .addStep("claims")
            .build();
    assertEquals(StoredJson.write(audit), StoredJson.write(worked));
    Audit shown = audit.toBuilder().addShown(List.of(new ShownImage("1.2.3", "ab", "r"))).build();
    assertEquals(shown, StoredJson.read(StoredJson.write(shown), Audit.class));
    Audit more = audit.toBuilder().extra("followup", TextNode.valueOf("CT")).build();
    String stored = StoredJson.write(more);
    assertTrue(stored.endsWith(",\"extras\":{\"followup\":\"CT\"}}"), stored);
    assertEquals(more, StoredJson.read(stored, Audit.class));
  }

  /** Whoever may read the earlier report finds it in the journal; the audit has no copy of it. */
  @Test
  void anEarlierReportIsStoredWithoutItsText() {
    Report report = SampleRecords.report("ACC1", "Clear lungs.");
    Report before = SampleRecords.report("ACC0", "Large effusion.");
    EarlierReport earlier = EarlierReport.of("v1", LocalDate.of(2026, 3, 4), before);
    Audit audit =
        SampleRecords.audit(new UUID(0, 1), report, List.of()).toBuilder()
            .earlier(List.of(earlier))
            .build();
    String stored = StoredJson.write(audit);
    assertFalse(stored.contains("effusion"), stored);
    EarlierReport read = StoredJson.read(stored, Audit.class).earlier().get(0);
    assertEquals(
        new EarlierReport(
            "v1", before.textSha256(), LocalDate.of(2026, 3, 4), "XR chest", "DX", null),
        read);
    assertFalse(earlier.toString().contains("2026"), earlier.toString());
  }

  @Test
  void evidenceOfAnEarlierReportIsStoredWithItsId() {
    EarlierReport earlier =
        EarlierReport.of("v1", LocalDate.of(2026, 3, 4), SampleRecords.report("ACC0", "Large."));
    Evidence words = Evidence.of(earlier, "Large");
    assertEquals(words, StoredJson.read(StoredJson.write(words), Evidence.class));
    assertEquals("earlier report of 2026-03-04", words.source());
    assertEquals("v1", words.earlier());
    Evidence field = Evidence.field("OBR-4", "CT");
    assertFalse(StoredJson.write(field).contains("earlier"));
    assertEquals(field, StoredJson.read(StoredJson.write(field), Evidence.class));
  }

  @Test
  void unreadPartsAreStored() {
    Report report =
        SampleRecords.report("ACC1", "Clear lungs.").toBuilder().notAudited(List.of(PART)).build();
    assertEquals(report, StoredJson.read(StoredJson.write(report), Report.class));
  }

  @Test
  void reportWithMoreUnreadTextSaysSomethingElse() {
    Report whole = SampleRecords.report("ACC1", "Clear lungs.");
    Report inPart = whole.toBuilder().notAudited(List.of(PART)).build();
    assertFalse(whole.saysTheSameAs(inPart));
    assertTrue(inPart.saysTheSameAs(whole), "the careful audit stands");
    assertTrue(inPart.saysTheSameAs(inPart));
    Report withPdf =
        whole.toBuilder()
            .notAudited(List.of(NotAudited.other("attachment", 4, NotAudited.Unit.BYTES)))
            .build();
    assertTrue(whole.saysTheSameAs(withPdf), "what stands beside the text changes nothing in it");
  }
}
