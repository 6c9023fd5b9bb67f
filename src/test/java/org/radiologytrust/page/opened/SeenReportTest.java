package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.review.Decision;

class SeenReportTest {
  private static final String ME = "rita";
  private static final String PROBLEM = "claim.1";

  private final Audit text = audit("text").withoutImages().audit();
  private final Audit full = audit("full").audit();

  private static PageAudits audit(String run) {
    return new PageAudits("No fracture. Large effusion.")
        .run(run)
        .claim(Section.FINDINGS, "No fracture.", Label.UNCERTAIN, "not sure");
  }

  private static Audit checkedOnly(Audit audit) {
    return audit.toBuilder().outcome(AuditOutcome.CHECKED_ONLY).build();
  }

  private static Version version(int number, String state, Audit... audits) {
    return PageAudits.version(number, audit("any").report(), state, audits);
  }

  private static History history(List<Decision> decisions, Version... versions) {
    return new History(PageAudits.REPORT, List.of(versions), decisions, Map.of(), Set.of());
  }

  private static History history(Version... versions) {
    return history(List.of(), versions);
  }

  private static SeenReport seen(History history) {
    return SeenReport.of(history, null, ME);
  }

  private static String news(SeenReport seen, History now) {
    return seen.news(now, ME)
        .map(news -> Jsoup.parse(HtmlPage.render("page/opened/news.jte", news)).text())
        .orElse("");
  }

  private static Decision decision(Audit audit, String user, Decision.Kind kind) {
    return PageAudits.decision(audit, PROBLEM, kind, user);
  }

  @Test
  void nothingIsSaidWhileNothingChanges() {
    for (History history :
        List.of(
            history(version(1, "awaiting_images")),
            history(version(2, "audited", full, text), version(1, "audited", text)),
            history(
                List.of(decision(full, "rob", Decision.Kind.AGREE)),
                version(1, "audited", full)))) {
      assertEquals("", news(seen(history), history));
    }
  }

  @Test
  void aNewVersionIsSaidWhateverElseHasChanged() {
    SeenReport seen = seen(history(version(1, "audited", text)));
    List<Decision> decisions = List.of(decision(text, "rob", Decision.Kind.AGREE));
    assertEquals(
        "Version 2 has come: show .",
        news(seen, history(decisions, version(2, "auditing"), version(1, "audited", text))));
    Version gone =
        PageAudits.version(
            2,
            audit("any").report().toBuilder().status(ReportStatus.CANCELLED).build(),
            "withdrawn");
    assertEquals(
        "This report was withdrawn: show .",
        news(seen, history(decisions, gone, version(1, "audited", text))));
  }

  @Test
  void theFullAuditIsSaid() {
    Audit before = checkedOnly(text);
    SeenReport seen = seen(history(version(1, "audited", before)));
    assertEquals(
        "The full audit is done: show .", news(seen, history(version(1, "audited", full, before))));
    assertEquals(
        "Audited again: show .",
        news(seen, history(version(1, "audited", checkedOnly(full), before))));
    SeenReport waiting = seen(history(version(1, "awaiting_images")));
    assertEquals("The audit is done: show .", news(waiting, history(version(1, "audited", full))));
    assertEquals("", news(waiting, history(version(1, "auditing"))), "it has begun, no more");
    assertEquals(
        "The audit has ended: show .", news(waiting, history(version(1, "not_auditable"))));
  }

  @Test
  void whatOtherReadersDecideIsSaidAndOnesOwnIsNot() {
    Version version = version(1, "audited", full);
    List<Decision> decisions = new ArrayList<>();
    SeenReport seen = seen(history(version));
    decisions.add(decision(full, ME, Decision.Kind.AGREE));
    assertEquals("", news(seen, history(decisions, version)));
    decisions.add(decision(full, "rob", Decision.Kind.AGREE));
    assertEquals("rob has decided meanwhile: show .", news(seen, history(decisions, version)));
    seen = seen(history(decisions, version));
    assertEquals("", news(seen, history(decisions, version)));
    decisions.add(
        Decision.of(UUID.randomUUID(), full.runId(), PROBLEM, Decision.Kind.UNDO, "rob")
            .undoes(decisions.get(1).id())
            .build());
    assertEquals("rob took a decision back: show .", news(seen, history(decisions, version)));
  }

  /**
   * Its answer to a decision shows the audit that was decided about, though a newer one is there.
   */
  @Test
  void theAnswerToADecisionKnowsWhichAuditItShows() {
    History now = history(version(2, "audited", full), version(1, "audited", text));
    SeenReport seen = SeenReport.of(now, text.runId(), ME);
    assertEquals(1, seen.version());
    assertEquals("Version 2 has come: show .", news(seen, now));
    assertEquals(
        now.current().audits().get(0).runId(),
        UUID.fromString(SeenReport.of(now, full.runId(), ME).run()));
  }
}
