package org.radiologytrust.browser;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.acceptance.SampleBands;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Weight;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleLogins;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.LoginPages;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.quality.AuthorFigures;
import org.radiologytrust.page.quality.MonthPages;
import org.radiologytrust.page.quality.MonthReports;
import org.radiologytrust.page.quality.QualityPages;
import org.radiologytrust.page.quality.ReadingPages;
import org.radiologytrust.page.shadow.DutyPages;
import org.radiologytrust.page.shadow.TrialPages;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.text.sections.Headings;

/**
 * The pages of a quality lead and of the clinician on duty, without the rest of the product: with
 * figures of four months, a check outside its band, samples of last week, and a trial that runs.
 * Everybody who asks is both.
 */
final class LeadSite implements AutoCloseable {
  private static final String USER = "lena";
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final String TEXT =
      "FINDINGS:\nThe right kidney has a cyst of 12 mm. No hydronephrosis.\nIMPRESSION:\n"
          + "Left renal cyst, unchanged. Follow-up is recommended.";

  private final SettableClock clock = new SettableClock();
  private final Path file;
  private final PageServer server;
  private Journal journal;

  /**
   * @param folder for its files
   */
  LeadSite(Path folder) throws Exception {
    file = folder.resolve("journal.db");
    journal = open(IntakeLimits.DEFAULT);
    clock.advance(Duration.ofDays(120));
    BulkAudits.load(journal, 150);
    clock.advance(Duration.ofDays(40));
    receive("A1", asking());
    receive("A2", asking());
    receive("A3", unit().asQuiet());
    receive("A4");
    clock.advance(Duration.ofDays(7));
    journal.close();
    journal = open(IntakeLimits.DEFAULT.inShadowMode());
    journal.notifications().begin();
    receive("T1", critical(), asking());
    receive("T2");
    receive("T3", critical());
    server = server();
  }

  private Journal open(IntakeLimits limits) {
    return SqlJournal.open(
        file,
        new SteadyClock(clock, clock::nanos),
        TemporaryJournal.SITE,
        SearchLimits.DEFAULT,
        limits);
  }

  private void receive(String accession, CheckResult... checks) {
    clock.advance(Duration.ofSeconds(1));
    Report report = SampleRecords.report(accession, TEXT);
    journal.inbox().receive(SampleMessages.report(accession, report));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    journal.jobs().queue(version, UUID.randomUUID(), List.of(), "", true);
    JobQueue.Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
                .checks(List.of(checks))
                .build(),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
  }

  private static Evidence words(String words) {
    int at = TEXT.indexOf(words);
    return Evidence.of(new Span(at, at + words.length()), TEXT);
  }

  private static CheckResult asking() {
    return new CheckResult(
            "side-findings-impression",
            Label.NEEDS_REVIEW,
            words("Left renal cyst"),
            words("The right kidney has a cyst"),
            "The findings name the other side.")
        .asking("Not measured.");
  }

  private static CheckResult unit() {
    return new CheckResult(
        "side-order",
        Label.NEEDS_REVIEW,
        words("Left renal cyst"),
        Evidence.field("OBR-4", "MR RIGHT KIDNEY"),
        "The order is for the right side.");
  }

  private static CheckResult critical() {
    return new CheckResult(
            "critical-uncommunicated",
            Label.NEEDS_REVIEW,
            words("Left renal cyst"),
            Evidence.field("rule", "cyst"),
            "Nobody was told.")
        .weighing(Weight.CRITICAL);
  }

  private PageServer server() throws Exception {
    Titles titles = new Titles(FILES);
    AccessTrail trail = new AccessTrail(access -> {}, journal.clock());
    Readings.Sizes sizes = new Readings.Sizes(2, 2, 1);
    ProblemWords words = new ProblemWords(FILES);
    Session session = new Session("id", USER, "token", Instant.now());
    Visitor lead =
        new Visitor(
            USER,
            EnumSet.of(
                Right.READ_AUDITS,
                Right.SEE_FIGURES,
                Right.CHANGE_STRENGTHS,
                Right.SEE_TRIAL,
                Right.PASS_ON),
            Optional.of(session),
            Visitor.Absence.NONE);
    SampleLogins logins = new SampleLogins(used -> {});
    return new PageServer(
        request -> lead,
        logins,
        64 * 1024,
        new LoginPages(logins),
        new QualityPages(
            journal.quality(),
            journal.readings(),
            sizes,
            titles,
            AuthorFigures.NONE,
            () -> SampleBands.outside("size", journal.clock().instant()),
            journal.clock()),
        new MonthPages(
            new MonthReports(
                journal,
                sizes,
                titles,
                new MonthReports.Place("NORD", () -> List.of("Version 9.9.9")))),
        new ReadingPages(journal.readings(), sizes, trail, journal.clock()),
        new TrialPages(
            journal,
            new Flags(titles),
            new ReportText.Writer(new Headings(FILES)),
            Reasons.of(FILES),
            words,
            Duration.ofMinutes(15),
            trail),
        new DutyPages(journal, words, trail));
  }

  String url(String path) {
    return server.origin() + path;
  }

  @Override
  public void close() throws Exception {
    server.close();
    journal.close();
  }
}
