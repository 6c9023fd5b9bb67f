package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Study;

/** What a real Orthanc cannot be made to do. */
@Tag("integration")
class ChangesFeedTest {
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private final SettableClock clock = new SettableClock();
  private final CapturedLog log = new CapturedLog(ChangesFeed.class.getName());
  private FakeOrthanc orthanc;
  private ChangesFeed feed;

  @BeforeEach
  void start() throws Exception {
    orthanc = new FakeOrthanc();
    feed = feed();
  }

  @AfterEach
  void stop() {
    log.close();
    orthanc.close();
  }

  private ChangesFeed feed() {
    return new ChangesFeed(
        orthanc.client(Duration.ofSeconds(2)),
        journal.studies(),
        journal.feedCursors(),
        clock,
        new ChangesFeed.Limits(2, 3, Duration.ofSeconds(10), Duration.ofSeconds(30)),
        SiteFiles.shipped());
  }

  @Test
  void manyPagesInOnePoll() {
    for (int i = 1; i <= 9; i++) {
      orthanc.study(i, true);
      orthanc.change("NewInstance", i);
    }
    feed.poll();
    assertEquals(9, journal.storedStudies().size());
    int writes = journal.given(Study.class).size();
    feed().poll();
    assertEquals(writes, journal.given(Study.class).size(), "nothing new, nothing read");
  }

  @Test
  void whatCameFirstIsReadFirst() {
    orthanc.study(1, true);
    orthanc.study(2, true);
    orthanc.change("NewInstance", 2);
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertEquals(
        List.of("1.2", "1.1"),
        journal.given(Study.class).stream().map(Study::studyInstanceUid).toList());
  }

  @Test
  @Tag("safety")
  void thePageOfAProxyMovesNothing() {
    orthanc.study(1, true);
    orthanc.change("StableStudy", 1);
    feed.poll();
    String cursor = journal.feedCursors().cursor(ChangesFeed.FEED);
    String longId = "x".repeat(60_000);
    for (String page :
        List.of(
            "{}",
            "{\"Changes\":[{\"Seq\":2,\"ChangeType\":\"StableStudy\",\"ID\":\""
                + longId
                + "\"}],\"Done\":true}")) {
      orthanc.answers.put("/changes", page);
      feed.poll();
      assertEquals(cursor, journal.feedCursors().cursor(ChangesFeed.FEED));
    }
    orthanc.answers.remove("/changes");
    orthanc.study(2, true);
    orthanc.change("StableStudy", 2);
    feed.poll();
    assertEquals(2, journal.given(Study.class).size(), "read on, and the first not once more");
  }

  @Test
  void severalChangesOfAStudyReadItOnce() {
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    orthanc.change("StableStudy", 1);
    feed.poll();
    assertEquals(1, journal.given(Study.class).size());
  }

  @Test
  void anEmptyFeedIsAskedOnce() {
    feed.poll();
    assertEquals(List.of("/changes"), orthanc.asked);
  }

  @Test
  void anUnreadableStudyStopsNoOther() {
    orthanc.study(1, true);
    orthanc.answers.put("/instances/" + FakeOrthanc.id(1) + "/simplified-tags", "500");
    orthanc.study(2, true);
    orthanc.study(3, true);
    orthanc.answers.put("/instances/" + FakeOrthanc.id(3) + "/simplified-tags", "{\"x");
    orthanc.change("NewInstance", 1);
    orthanc.change("NewInstance", 2);
    orthanc.change("NewInstance", 3);
    feed.poll();
    assertEquals(1, journal.storedStudies().size());
    orthanc.study(3, true);
    clock.advance(Duration.ofSeconds(9));
    feed.poll();
    assertEquals(1, journal.storedStudies().size(), "not before its time");
    clock.advance(Duration.ofSeconds(2));
    feed().poll();
    assertEquals(2, journal.storedStudies().size(), "tried again, also after a restart");
    clock.advance(Duration.ofSeconds(100));
    feed.poll();
    assertEquals(List.of(Level.ERROR), levels(Level.ERROR), "given up after three tries");
    orthanc.study(1, true);
    clock.advance(Duration.ofSeconds(1000));
    feed.poll();
    assertEquals(2, journal.storedStudies().size());
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertEquals(3, journal.storedStudies().size(), "a new change of it begins anew");
    assertFalse(logged().contains("Canary"));
  }

  /** Hostile objects end an Orthanc; whoever supervises it starts it again. */
  @Test
  void aStudyThatOrthancDiesOfStopsNoOther() {
    orthanc.study(1, true);
    orthanc.answers.put("/instances/" + FakeOrthanc.id(1) + "/simplified-tags", FakeOrthanc.DIES);
    orthanc.study(2, true);
    orthanc.change("NewInstance", 1);
    orthanc.change("NewInstance", 2);
    feed.poll();
    feed.poll();
    assertEquals("1.2", journal.onlyStudy().studyInstanceUid());
    clock.advance(Duration.ofSeconds(11));
    feed.poll();
    clock.advance(Duration.ofSeconds(21));
    feed.poll();
    assertEquals(List.of(Level.ERROR), levels(Level.ERROR));
    int asked = orthanc.asked.size();
    clock.advance(Duration.ofSeconds(1000));
    feed.poll();
    assertEquals(asked + 1, orthanc.asked.size(), "only the changes are asked for");
  }

  @Test
  void aDeletedStudyIsPassed() {
    orthanc.change("NewInstance", 1);
    orthanc.change("StableStudy", 2);
    orthanc.study(3, true);
    orthanc.change("StableStudy", 3);
    feed.poll();
    assertEquals("1.3", journal.onlyStudy().studyInstanceUid());
    assertEquals("", logged());
  }

  @Test
  void anotherDatabaseIsReadFromItsStart() {
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    orthanc.change("StableStudy", 1);
    feed.poll();
    orthanc.changes.clear();
    for (int i = 2; i <= 6; i++) {
      orthanc.study(i, true);
      orthanc.change("NewInstance", i);
    }
    feed.poll();
    assertEquals(6, journal.storedStudies().size());
  }

  @Test
  void anEmptiedDatabaseIsReadFromItsStart() {
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    orthanc.change("StableStudy", 1);
    feed.poll();
    orthanc.changes.clear();
    feed.poll();
    orthanc.study(2, true);
    orthanc.change("NewInstance", 2);
    feed.poll();
    assertEquals(2, journal.storedStudies().size());
  }

  /** Orthanc forgets at a restart which studies are unstable, and never tells that they are. */
  @Test
  void aStudyBecomesStableWithoutAChange() {
    orthanc.study(1, false);
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertFalse(journal.onlyStudy().stable());
    clock.advance(Duration.ofSeconds(31));
    feed.poll();
    assertEquals(1, journal.given(Study.class).size(), "asked, not read");
    orthanc.study(1, true);
    clock.advance(Duration.ofSeconds(31));
    feed().poll();
    assertTrue(journal.onlyStudy().stable());
  }

  @Test
  void anOrthancThatIsAwayIsLoggedOnce() {
    orthanc.answers.put("/changes", "401");
    feed.poll();
    feed.poll();
    assertEquals(List.of(Level.WARN), levels(Level.WARN));
    orthanc.answers.remove("/changes");
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    feed.poll();
    feed.poll();
    assertEquals(List.of(Level.INFO), levels(Level.INFO));
    assertEquals(1, journal.storedStudies().size());
  }

  @Test
  void nothingIsLostWhenTheJournalRefuses() {
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    journal.full();
    assertThrows(JournalException.class, feed::poll);
    journal.works();
    feed.poll();
    assertEquals(1, journal.storedStudies().size());
  }

  @Test
  void aStudyWithoutImagesIsNotStored() {
    orthanc.study(1, true);
    orthanc.answers.put("/instances/" + FakeOrthanc.id(1) + "/simplified-tags", "{}");
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertTrue(journal.storedStudies().isEmpty());
    assertEquals("", logged());
  }

  private String logged() {
    return String.join("", log.lines());
  }

  private List<Level> levels(Level level) {
    return log.events().stream().map(ILoggingEvent::getLevel).filter(level::equals).toList();
  }
}
