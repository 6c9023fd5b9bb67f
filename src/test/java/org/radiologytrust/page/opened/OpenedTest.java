package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Section;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.review.Decision;

class OpenedTest {
  private static PageAudits audit(String run) {
    return new PageAudits("No fracture. Large effusion.")
        .run(run)
        .claim(Section.FINDINGS, "No fracture.", Label.UNCERTAIN, "not sure");
  }

  private static Opened opened(Audit audit, List<Audit> earlier, Decision... decisions) {
    Audit[] audits = Stream.concat(Stream.of(audit), earlier.stream()).toArray(Audit[]::new);
    History history =
        new History(
            PageAudits.REPORT,
            List.of(PageAudits.version(1, audit.report(), "audited", audits)),
            List.of(decisions),
            Map.of(),
            Set.of());
    return new Opened(history, history.current(), PageAudits.NOW, Duration.ofMinutes(15));
  }

  private static String notice(Opened opened) {
    return Jsoup.parse(HtmlPage.render("page/opened/notice.jte", opened)).text();
  }

  @Test
  void ordinaryReportHasNoNotice() {
    assertEquals("", notice(opened(audit("1").audit(), List.of())));
  }

  @Test
  void allThatLimitsAnAuditIsTold() {
    Audit old = audit("old").withoutImages().audit();
    Audit audit =
        audit("1").audit().toBuilder()
            .outcome(AuditOutcome.CHECKED_ONLY)
            .models(List.of())
            .notAudited(List.of(NotAudited.reportText("NTE after OBR", "words")))
            .build();
    Opened opened =
        opened(
            audit, List.of(old), PageAudits.decision(old, "claim.1", Decision.Kind.AGREE, "dr-b"));
    String notice = notice(opened);
    assertTrue(notice.startsWith("Audited again at "), notice);
    assertTrue(notice.contains(", with images. Earlier decisions"), notice);
    assertTrue(notice.contains("Not all of this report was read: NTE after OBR."), notice);
    assertTrue(notice.contains("Text checks only. No model was available at "), notice);
  }

  @Test
  void modelThatAssessedNothingIsNotCalledUnavailable() {
    Audit audit = audit("1").audit().toBuilder().outcome(AuditOutcome.CHECKED_ONLY).build();
    String notice = notice(opened(audit, List.of()));
    assertTrue(notice.contains("The model assessed no claim."), notice);
    assertFalse(notice.contains("available"), notice);
  }

  @Test
  void earlierAuditWithoutADecisionNeedsNoNotice() {
    assertEquals("", notice(opened(audit("1").audit(), List.of(audit("old").audit()))));
  }
}
