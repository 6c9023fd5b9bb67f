package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.AddendumChange;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.page.door.Times;

class AmendedTest {
  private static final Instant NOW = Instant.parse("2026-11-24T15:00:00Z");
  private static final Instant TODAY = Instant.parse("2026-11-24T14:02:00Z");

  private static Report addended(String report, String addendum, @Nullable Instant time) {
    String text = report + "\n\n" + Addendum.HEADING + "\n";
    Span words = new Span(text.length(), text.length() + addendum.length());
    return SampleRecords.report("ACC1", text + addendum).toBuilder()
        .addenda(List.of(new Addendum(words, time)))
        .build();
  }

  private static CheckResult change(Report report, String changed, String statement) {
    return new CheckResult(
        Addendum.CHECK,
        Label.NEEDS_REVIEW,
        words(report, changed),
        words(report, statement),
        "Correct it.");
  }

  private static Evidence words(Report report, String words) {
    int at = report.text().indexOf(words);
    return Evidence.of(new Span(at, at + words.length()), report.text());
  }

  private static Audit audit(Report report, List<CheckResult> checks) {
    return Audit.of(new UUID(0, 1), report).checks(checks).build();
  }

  private static String page(Report report, List<CheckResult> checks) {
    Amended amended = Amended.of(AddendumChange.of(audit(report, checks)), NOW);
    return Jsoup.parse(HtmlPage.render("page/opened/amended.jte", amended)).text();
  }

  @Test
  void lineNamesTheAddendumAndTheSentence() {
    Report report = addended("No <b>effusion.", "Small effusion.", TODAY);
    List<CheckResult> checks = List.of(change(report, "No <b>effusion.", "Small effusion."));
    assertEquals(
        "Addendum of " + Times.time(TODAY) + " changes: “No <b>effusion.”", page(report, checks));
    Instant earlier = TODAY.minus(Duration.ofDays(3));
    Report old = addended("No <b>effusion.", "Small effusion.", earlier);
    assertEquals(
        "Addendum of " + Times.dateTime(earlier) + " changes: “No <b>effusion.”",
        page(old, checks));
  }

  @Test
  void withoutATimeNoneIsNamed() {
    Report report = addended("No effusion.", "Small effusion.", null);
    List<CheckResult> checks = List.of(change(report, "No effusion.", "Small effusion."));
    assertEquals("Addendum changes: “No effusion.”", page(report, checks));
    Report inText = report.toBuilder().addenda(List.of()).build();
    assertEquals("Addendum changes: “No effusion.”", page(inText, checks));
  }

  @Test
  void oneSentenceIsNamedOnceAndManyAreCounted() {
    Report report =
        addended("One. Two. Three. Four. Five. Six.", "Not one. Nor two. Not six.", null);
    List<CheckResult> checks = new ArrayList<>();
    checks.add(change(report, "One.", "Not one."));
    checks.add(change(report, "One.", "Nor two."));
    for (String number : List.of("Two.", "Three.", "Four.", "Five.", "Six.")) {
      checks.add(change(report, number, "Not six."));
    }
    String page = page(report, checks);
    assertEquals(page.indexOf("“One.”"), page.lastIndexOf("“One.”"));
    assertTrue(page.endsWith("“Four.” and 2 more, marked in the text"), page);
  }

  @Test
  void nothingIsSaidWithoutAChangeOrAboutAWithdrawnReport() {
    Report report = addended("No effusion.", "Small effusion.", TODAY);
    assertEquals("", page(report, List.of()));
    Report withdrawn = report.toBuilder().status(ReportStatus.CANCELLED).build();
    assertEquals("", page(withdrawn, List.of(change(report, "No effusion.", "Small effusion."))));
    assertFalse(
        AddendumChange.of(audit(report, List.of(change(report, "No effusion.", "Small")))).stream()
            .anyMatch(change -> change.toString().contains("effusion")));
  }

  /** An audit that failed has no flags, but what an addendum changes is known. */
  @Test
  void reportThatWasNotAuditedShowsItsChangesInThatTextOnly() {
    Report report = addended("No effusion.", "Small effusion.", TODAY);
    Audit failed =
        audit(report, List.of(change(report, "No effusion.", "Small effusion."))).toBuilder()
            .failed("the model gave no answer", false)
            .ended(NOW)
            .build();
    assertEquals(1, opened(report, failed).changes().size());
    Report other = report.toBuilder().text("Another text.").addenda(List.of()).build();
    assertEquals(List.of(), opened(other, failed).changes());
  }

  private static Opened opened(Report report, Audit audit) {
    Version version =
        new Version(1, report, "not_auditable", "", Expected.NOTHING, NOW, List.of(audit));
    return new Opened(
        new History(new UUID(0, 2), List.of(version), List.of(), Map.of(), Set.of()),
        version,
        NOW,
        Duration.ofMinutes(15));
  }
}
