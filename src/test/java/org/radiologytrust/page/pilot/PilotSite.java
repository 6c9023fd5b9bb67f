package org.radiologytrust.page.pilot;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.quality.Readings.Item;
import org.radiologytrust.journal.strengths.StrengthTables;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleLogins;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.LoginPages;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.quality.ReadingPages;

/** The page of an acceptance and that of the readings, over a journal of their own. */
public final class PilotSite implements AutoCloseable {
  public static final SiteFiles FILES = SiteFiles.shipped();
  static final Titles TITLES = new Titles(FILES);

  /** Ten reports can meet it. */
  private static final Rule RULE = new Rule(60, 50, 1, 8);

  private static final String TEXT = "Knee 3 mm. Hip 4 mm.";

  private final TemporaryJournal journal = new TemporaryJournal();
  private final PageServer server;

  public PilotSite() throws Exception {
    StrengthTables tables = journal.journal().strengths();
    tables.first("", changes -> "");
    Checks checks = new Checks(FILES).withTable(() -> tables.inForce().map(Loaded::content));
    server =
        new PageServer(
            new LoginPages(new SampleLogins(session -> {})),
            new PilotPages(new AcceptanceDesk(checks, journal.journal(), RULE), TITLES),
            new ReadingPages(
                journal.journal().readings(),
                new Readings.Sizes(0, 0, 0),
                new AccessTrail(access -> {}, Clock.systemUTC()),
                Clock.systemUTC()));
  }

  public PageServer server() {
    return server;
  }

  public Journal journal() {
    return journal.journal();
  }

  /** Ten reports with a flag of each of the two checks. */
  public void reports(String first, String second) {
    for (int i = 0; i < 10; i++) {
      UUID run = new UUID(7, i);
      JobQueue.Job job = journal.claim(SampleRecords.report("A" + i, TEXT), run);
      journal()
          .jobs()
          .finish(
              job,
              SampleRecords.checkedOnly(run, job.report()).toBuilder()
                  .checks(List.of(flag(first, 0), flag(second, 11)))
                  .build(),
              JobQueue.Publishing.of("{}", List.of()),
              List.of());
    }
  }

  private static CheckResult flag(String check, int at) {
    return new CheckResult(
        check,
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(at, at + 4), TEXT),
        Evidence.field("OBR-4", "Another."),
        "Look there.");
  }

  /** All flags of one check are right, those of the other wrong. */
  public void read(String right) {
    Optional<Item> next = journal().readings().next("lena", true);
    while (next.isPresent()) {
      Answer answer = next.get().problem().startsWith(right) ? Answer.RIGHT : Answer.WRONG;
      journal().readings().answer(UUID.randomUUID(), next.get().id(), "lena", answer, null);
      next = journal().readings().next("lena", true);
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
    journal.close();
  }
}
