package org.radiologytrust.ingest.dicom;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.FeedCursor.Open;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Orthanc's changes feed and keeps the studies in the journal up to date.
 *
 * <p>A study is stored when its first image is seen, and again, complete and {@code stable}, when
 * no image has arrived for Orthanc's StableAge. A late image starts this again. The changes read so
 * far and the studies to read are committed before any study is read, so that neither a crash nor
 * an unreadable study loses a change. Reading a study twice is harmless.
 */
public final class ChangesFeed {
  /** The feed's name in the journal. */
  public static final String FEED = "orthanc";

  private static final Logger LOG = LoggerFactory.getLogger(ChangesFeed.class);

  /** Maximum number of pages per poll, so that the route can stop during a long catch-up. */
  private static final int PAGES = 20;

  private final OrthancClient client;
  private final StudyStore studies;
  private final FeedCursors cursors;
  private final Clock clock;
  private final Limits limits;
  private final StudyReader reader;
  private boolean unavailable;

  /** The read position as it is in the journal. */
  private String stored = "";

  /** Another node has moved the read position: this one may have read old changes. */
  private static final class MovedException extends Exception {}

  /**
   * Limits of the feed.
   *
   * @param batch number of changes per request
   * @param tries how often a study is tried before it is skipped
   * @param retry wait after the first failed try; doubled after each further one
   * @param recheck how often to ask whether an incomplete study is now complete; needed because a
   *     restarted Orthanc does not report it
   */
  public record Limits(int batch, int tries, Duration retry, Duration recheck) {
    public static final Limits DEFAULT =
        new Limits(200, 8, Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  public ChangesFeed(
      OrthancClient client,
      StudyStore studies,
      FeedCursors cursors,
      Clock clock,
      Limits limits,
      SiteFiles files) {
    this(client, studies, cursors, clock, limits, NonImages.load(files));
  }

  ChangesFeed(
      OrthancClient client,
      StudyStore studies,
      FeedCursors cursors,
      Clock clock,
      Limits limits,
      NonImages nonImages) {
    this.client = client;
    this.studies = studies;
    this.cursors = cursors;
    this.clock = clock;
    this.limits = limits;
    this.reader = new StudyReader(new OrthancStore(client), nonImages);
  }

  /**
   * Reads the new changes. If Orthanc does not answer, this is logged once, and the next poll tries
   * again.
   *
   * @throws org.radiologytrust.journal.store.JournalException if the journal fails; no change is
   *     lost
   */
  public synchronized void poll() {
    try {
      stored = cursors.cursor(FEED);
      FeedCursor cursor = FeedCursor.parse(stored);
      for (int page = 0; page < PAGES; page++) {
        OrthancClient.Changes changes =
            client.changes(Math.max(0, cursor.sequence() - 1), limits.batch() + 1);
        FeedCursor next = merge(cursor, changes.changes());
        if (!next.equals(cursor)) {
          store(next);
        }
        boolean again = next.sequence() < cursor.sequence();
        cursor = readStudies(next);
        if (changes.done() && !again) {
          break;
        }
      }
      if (unavailable) {
        LOG.info("Orthanc answers again");
        unavailable = false;
      }
    } catch (DicomStoreException e) {
      if (!unavailable) {
        LOG.warn("{}; trying again with each poll", e.getMessage());
        unavailable = true;
      }
    } catch (MovedException e) {
      LOG.info("another node has read Orthanc's changes meanwhile");
    }
  }

  /**
   * Moves the cursor past these changes. The first one must be the last change that was read
   * before.
   */
  private FeedCursor merge(FeedCursor cursor, List<OrthancClient.Change> changes)
      throws DicomStoreException {
    List<OrthancClient.Change> fresh = changes;
    if (cursor.sequence() > 0) {
      if (changes.isEmpty() || !cursor.isAt(changes.get(0))) {
        LOG.info(
            "Orthanc no longer has the last change that was read (deleted, or another database):"
                + " reading all changes again");
        return cursor.restarted();
      }
      fresh = changes.subList(1, changes.size());
    }
    FeedCursor next = cursor;
    for (OrthancClient.Change change : fresh) {
      next = next.at(change);
      if (change.type().equals("StableStudy")) {
        next = next.with(change.id(), new Open(false, 0, clock.millis()));
      } else if (change.type().equals("NewInstance")) {
        Optional<String> study = studyOf(change.id());
        if (study.isPresent() && !next.open().containsKey(study.get())) {
          next = next.with(study.get(), new Open(false, 0, clock.millis()));
        }
      }
    }
    return next;
  }

  private Optional<String> studyOf(String instance) throws DicomStoreException {
    try {
      return Optional.of(client.studyOf(instance));
    } catch (DicomStoreException e) {
      if (e.kind() == Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The first that came is read first: a later study may be compared with it. */
  private FeedCursor readStudies(FeedCursor cursor) throws DicomStoreException, MovedException {
    FeedCursor now = cursor;
    for (String study : cursor.open().keySet()) {
      if (now.open().get(study).due() <= clock.millis()) {
        now = readStudy(now, study);
      }
    }
    return now;
  }

  private FeedCursor readStudy(FeedCursor cursor, String id)
      throws DicomStoreException, MovedException {
    Open open = cursor.open().get(id);
    Optional<Study> study;
    try {
      if (open.stored() && !client.stable(id)) {
        return store(cursor.with(id, new Open(true, 0, after(limits.recheck()))));
      }
      study = reader.read(id);
    } catch (DicomStoreException e) {
      if (e.kind() == Kind.GONE) {
        return store(cursor.without(id));
      }
      FeedCursor next = failed(cursor, id, e.getMessage());
      if (e.isServerProblem()) {
        throw e;
      }
      return next;
    } catch (RuntimeException e) {
      return failed(cursor, id, e.getClass().getSimpleName());
    }
    if (study.isEmpty()) {
      return store(cursor.without(id));
    }
    FeedCursor next =
        study.get().stable()
            ? cursor.without(id)
            : cursor.with(id, new Open(true, 0, after(limits.recheck())));
    moved(next, studies.storeStudy(study.get(), FEED, stored, next.text()));
    return next;
  }

  private FeedCursor failed(FeedCursor cursor, String id, String reason) throws MovedException {
    int tries = cursor.open().get(id).tries() + 1;
    if (tries >= limits.tries()) {
      LOG.error(
          "Orthanc's study {} could not be read in {} tries and is skipped: {}; delete it in"
              + " Orthanc and send it again",
          id,
          tries,
          reason);
      return store(cursor.without(id));
    }
    Duration wait = limits.retry().multipliedBy(1L << Math.min(tries - 1, 10));
    LOG.warn(
        "Orthanc's study {} could not be read and will be retried in {}: {}",
        id,
        Texts.duration(wait),
        reason);
    return store(cursor.with(id, new Open(false, tries, after(wait))));
  }

  private FeedCursor store(FeedCursor cursor) throws MovedException {
    moved(cursor, cursors.move(FEED, stored, cursor.text()));
    return cursor;
  }

  private void moved(FeedCursor cursor, boolean moved) throws MovedException {
    if (!moved) {
      throw new MovedException();
    }
    stored = cursor.text();
  }

  private long after(Duration wait) {
    return clock.millis() + wait.toMillis();
  }
}
