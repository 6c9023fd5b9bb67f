package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Samples;

/** What an earlier version stored can still be read. */
class StoredRecordsTest {
  private static final NotAudited PART = NotAudited.reportText("OBX-8", "Large.");

  @Test
  void recordsOfBeforeLeaveNothingUnread() {
    Report report = Samples.report("ACC1", "Clear lungs.");
    Audit audit = Samples.audit(new UUID(0, 1), report, List.of());
    String old = Json.write(audit).replace(",\"notAudited\":[]", "");
    assertFalse(old.contains("notAudited"), old);
    assertEquals(audit, Json.read(old, Audit.class));
  }

  @Test
  void unreadPartsAreStored() {
    Report report = Samples.report("ACC1", "Clear lungs.").without(List.of(PART));
    assertEquals(report, Json.read(Json.write(report), Report.class));
  }

  @Test
  void reportWithMoreUnreadTextSaysSomethingElse() {
    Report whole = Samples.report("ACC1", "Clear lungs.");
    Report inPart = whole.without(List.of(PART));
    assertFalse(whole.saysTheSameAs(inPart));
    assertTrue(inPart.saysTheSameAs(whole), "the careful audit stands");
    assertTrue(inPart.saysTheSameAs(inPart));
    Report withPdf =
        whole.without(List.of(NotAudited.beside("attachment", 4, NotAudited.Unit.BYTES)));
    assertTrue(whole.saysTheSameAs(withPdf), "what stands beside the text changes nothing in it");
  }
}
