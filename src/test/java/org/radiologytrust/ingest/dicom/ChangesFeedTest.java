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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.Heard;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.SiteFiles;

/** What a real Orthanc cannot be made to do. */
class ChangesFeedTest {
  private final FakeShelf shelf = new FakeShelf();
  private final SettableClock clock = new SettableClock();
  private final Heard log = new Heard(ChangesFeed.class.getName());
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
        shelf,
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
    assertEquals(9, shelf.studies.size());
    int writes = shelf.writes.size();
    feed().poll();
    assertEquals(writes, shelf.writes.size(), "nothing new, nothing read");
  }

  @Test
  void severalChangesOfAStudyReadItOnce() {
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    orthanc.change("StableStudy", 1);
    feed.poll();
    assertEquals(1, shelf.writes.size());
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
    assertEquals(1, shelf.studies.size());
    orthanc.study(3, true);
    clock.advance(Duration.ofSeconds(9));
    feed.poll();
    assertEquals(1, shelf.studies.size(), "not before its time");
    clock.advance(Duration.ofSeconds(2));
    feed().poll();
    assertEquals(2, shelf.studies.size(), "tried again, also after a restart");
    clock.advance(Duration.ofSeconds(100));
    feed.poll();
    assertEquals(List.of(Level.ERROR), levels(Level.ERROR), "given up after three tries");
    orthanc.study(1, true);
    clock.advance(Duration.ofSeconds(1000));
    feed.poll();
    assertEquals(2, shelf.studies.size());
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertEquals(3, shelf.studies.size(), "a new change of it begins anew");
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
    assertEquals("1.2", shelf.only().studyInstanceUid());
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
    assertEquals("1.3", shelf.only().studyInstanceUid());
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
    assertEquals(6, shelf.studies.size());
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
    assertEquals(2, shelf.studies.size());
  }

  /** Orthanc forgets at a restart which studies are unstable, and never tells that they are. */
  @Test
  void aStudyBecomesStableWithoutAChange() {
    orthanc.study(1, false);
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertFalse(shelf.only().stable());
    clock.advance(Duration.ofSeconds(31));
    feed.poll();
    assertEquals(1, shelf.writes.size(), "asked, not read");
    orthanc.study(1, true);
    clock.advance(Duration.ofSeconds(31));
    feed().poll();
    assertTrue(shelf.only().stable());
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
    assertEquals(1, shelf.studies.size());
  }

  @Test
  void nothingIsLostWhenTheJournalRefuses() {
    orthanc.study(1, true);
    orthanc.change("NewInstance", 1);
    shelf.full = true;
    assertThrows(JournalException.class, feed::poll);
    shelf.full = false;
    feed.poll();
    assertEquals(1, shelf.studies.size());
  }

  @Test
  void aStudyWithoutImagesIsNotStored() {
    orthanc.study(1, true);
    orthanc.answers.put("/instances/" + FakeOrthanc.id(1) + "/simplified-tags", "{}");
    orthanc.change("NewInstance", 1);
    feed.poll();
    assertTrue(shelf.studies.isEmpty());
    assertEquals("", logged());
  }

  private String logged() {
    return String.join("", log.lines());
  }

  private List<Level> levels(Level level) {
    return log.events().stream().map(ILoggingEvent::getLevel).filter(level::equals).toList();
  }
}
