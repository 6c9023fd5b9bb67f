package org.radiologytrust.journal.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.archive.ArchiveWishes.Wish;
import org.radiologytrust.journal.archive.FetchedStudies.Fetched;
import org.radiologytrust.journal.archive.FetchedStudies.State;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;

/** What an archive is asked for, and what it gave. One subclass for each store. */
@Tag("safety")
abstract class ArchiveContract extends OpenedJournal {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String UID = "1.2.3";

  private Report report(String number, ReportStatus status) {
    clock.advance(Duration.ofSeconds(1));
    Report report =
        SampleRecords.report(
            "HOSP", number, "MRN1", "Lungs clear. " + status, status, clock.instant());
    journal.inbox().receive(SampleMessages.report(number + status, report));
    return report;
  }

  private UUID version() {
    List<Waiting> all = journal.jobs().awaitingImages(clock.instant(), 100);
    return all.get(all.size() - 1).version();
  }

  private static Study read(String number, String... sops) {
    return SampleRecords.study(
        UID, number, "MRN1", Stream.of(sops).map(SampleRecords::instance).toArray(Instance[]::new));
  }

  private void study(String number, String... sops) {
    journal.studies().storeStudy(read(number, sops), "orthanc", "1");
  }

  private void end(UUID version) {
    assertTrue(journal.jobs().queue(version, new UUID(1, 1), List.of(), "", false));
    Job job = journal.jobs().claim(LONGEST).orElseThrow();
    journal.jobs().abandon(job, "test");
  }

  private List<String> due() {
    return journal.archiveWishes().due(10).stream()
        .map(wish -> wish.study() + " " + wish.attempts())
        .toList();
  }

  @Test
  void aWishIsMadeOnceAndTriedAgainUntilItEnds() {
    Report report = report("A1", ReportStatus.FINAL);
    ArchiveWishes wishes = journal.archiveWishes();
    wishes.want(version(), ArchiveWishes.OWN);
    wishes.want(version(), ArchiveWishes.OWN);
    wishes.want(version(), UID);
    assertEquals(List.of(" 0", "1.2.3 0"), due());
    Wish own = wishes.due(1).get(0);
    assertEquals(clock.instant(), own.since());
    assertEquals("", wishes.reason(report));
    wishes.postpone(own, Duration.ofMinutes(1), "it is away");
    assertEquals(List.of("1.2.3 0"), due());
    assertEquals("it is away", wishes.reason(report));
    clock.advance(Duration.ofMinutes(1));
    reopen();
    wishes = journal.archiveWishes();
    assertEquals(List.of("1.2.3 0", " 1"), due());
    wishes.giveUp(wishes.due(2).get(1), "another patient's");
    wishes.want(version(), ArchiveWishes.OWN);
    assertEquals(List.of("1.2.3 0"), due());
    assertEquals("another patient's", wishes.reason(report));
    wishes.end(wishes.due(1).get(0));
    assertEquals(List.of(), due());
  }

  /** The version waits for nothing else, so it is looked at again when a wish has ended. */
  @Test
  void earlierStudiesAreAskedForOnce() {
    report("A1", ReportStatus.FINAL);
    UUID version = version();
    ArchiveWishes wishes = journal.archiveWishes();
    assertFalse(wishes.isOpen(version));
    wishes.want(version, ArchiveWishes.PRIORS);
    assertTrue(wishes.isOpen(version));
    journal.jobs().markChecked(looked());
    assertEquals(List.of(), looked());
    Wish priors = wishes.due(1).get(0);
    wishes.want(version, UID);
    wishes.end(priors);
    assertEquals(1, looked().size());
    assertTrue(wishes.isOpen(version), "the study is still to come");
    wishes.giveUp(wishes.due(1).get(0), "half");
    assertFalse(wishes.isOpen(version));
    wishes.want(version, ArchiveWishes.PRIORS);
    wishes.want(version, UID);
    assertEquals(List.of(), due());
  }

  private List<Waiting> looked() {
    return journal.jobs().awaitingImages(clock.instant().minusSeconds(3600), 10);
  }

  @Test
  void aVersionThatIsNotCurrentWantsNothing() {
    report("A1", ReportStatus.PRELIMINARY);
    journal.archiveWishes().want(version(), ArchiveWishes.OWN);
    journal.archiveWishes().giveUp(journal.archiveWishes().due(1).get(0), "half");
    journal.archiveWishes().want(version(), UID);
    Report next = report("A1", ReportStatus.FINAL);
    assertEquals(List.of(), due());
    assertEquals("", journal.archiveWishes().reason(next));
  }

  @Test
  void whatIsNotHereDoesNotExistForAudits() {
    Report report = report("A1", ReportStatus.FINAL);
    FetchedStudies fetched = journal.fetchedStudies();
    fetched.coming(UID, LONGEST);
    study("A1", "9");
    journal.jobs().markChecked(journal.jobs().awaitingImages(clock.instant(), 10));
    assertEquals(List.of(), journal.studies().studiesOf(report));
    assertEquals(Optional.of(State.COMING), fetched.state(UID));
    fetched.here(new Fetched(UID, 1000, 2), read("A1", "8", "9"));
    assertEquals(2, journal.studies().studiesOf(report).get(0).instances().size());
    assertEquals(
        List.of(true),
        journal.jobs().awaitingImages(Instant.EPOCH, 10).stream()
            .map(waiting -> waiting.changes() > 0)
            .toList(),
        "its report is looked at again");
    assertEquals(1000, fetched.bytes());
    assertEquals(List.of(new Fetched(UID, 1000, 2)), fetched.here(clock.instant(), 10));
    assertEquals(List.of(), fetched.here(clock.instant().minusMillis(1), 10));
  }

  @Test
  void onlyWhatNoOpenAuditMayUseLeaves() {
    Report report = report("A1", ReportStatus.FINAL);
    UUID version = version();
    FetchedStudies fetched = journal.fetchedStudies();
    fetched.coming(UID, LONGEST);
    study("A1", "9");
    fetched.here(new Fetched(UID, 1000, 1), read("A1", "9"));
    Instant now = clock.instant();
    assertFalse(fetched.leaving(UID, now, LONGEST), "it waits");
    end(version);
    assertFalse(fetched.leaving(UID, now.minusMillis(1), LONGEST), "it came later");
    journal.archiveWishes().want(version, "9.9");
    assertTrue(fetched.leaving(UID, now, LONGEST));
    assertFalse(fetched.leaving(UID, now, LONGEST), "it leaves already");
    assertEquals(0, fetched.bytes());
    assertEquals(List.of(), journal.studies().studiesOf(report));
    fetched.forget(UID, true);
    assertEquals(Optional.empty(), fetched.state(UID));
    assertEquals(List.of(), journal.studies().studiesOf(report));
  }

  @Test
  void anEarlierStudyStaysWhileTheAuditThatWantedItIsOpen() {
    report("A1", ReportStatus.FINAL);
    UUID version = version();
    journal.archiveWishes().want(version, UID);
    FetchedStudies fetched = journal.fetchedStudies();
    fetched.coming(UID, LONGEST);
    fetched.here(new Fetched(UID, 1000, 1), read("A1", "9"));
    assertFalse(fetched.leaving(UID, clock.instant(), LONGEST));
    end(version);
    assertTrue(fetched.leaving(UID, clock.instant(), LONGEST));
  }

  @Test
  void whatWasSentAfterwardsIsForgottenAndStays() {
    Report report = report("A1", ReportStatus.FINAL);
    journal.fetchedStudies().coming(UID, LONGEST);
    study("A1", "9");
    journal.fetchedStudies().forget(UID, false);
    assertEquals(1, journal.studies().studiesOf(report).size());
  }

  @Test
  void anInterruptedStudyIsFoundWhenItsTimeIsOver() {
    journal.fetchedStudies().coming(UID, LONGEST);
    clock.advance(LONGEST);
    assertEquals(List.of(), journal.fetchedStudies().interrupted(10));
    journal.fetchedStudies().coming(UID, LONGEST);
    clock.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), journal.fetchedStudies().interrupted(10), "it was begun again");
    clock.advance(LONGEST);
    reopen();
    assertEquals(List.of(UID), journal.fetchedStudies().interrupted(10));
  }
}
