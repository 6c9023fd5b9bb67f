package org.radiologytrust.ingest.dicom;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.radiologytrust.ingest.dicom.FeedCursor.Open;
import org.radiologytrust.ingest.dicom.OrthancException.Kind;
import org.radiologytrust.journal.StudyStore;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows Orthanc's changes feed and keeps the journal's studies up to date.
 *
 * <p>A study is stored when its first image is seen, and again, complete and {@code stable}, when
 * no image has come for Orthanc's StableAge; a late image begins that anew. The changes read and
 * the studies to be read are committed together before any study is read, so neither a crash nor an
 * unreadable study loses a change. Reading twice does no harm.
 */
public final class ChangesFeed {
  /** The feed's name in the journal. */
  public static final String FEED = "orthanc";

  private static final Logger LOG = LoggerFactory.getLogger(ChangesFeed.class);

  /** Pages in one poll, so that the route can stop while years of images are caught up. */
  private static final int PAGES = 20;

  private final OrthancClient client;
  private final StudyStore shelf;
  private final Clock clock;
  private final Limits limits;
  private final StudyReader reader;
  private boolean away;

  /**
   * @param batch changes asked for at once
   * @param tries how often a study is tried before it is passed over
   * @param retry wait after a failed try; doubled with each
   * @param recheck how often an unstable study is asked whether it is complete, for the case that
   *     Orthanc was restarted and will never say so by itself
   */
  public record Limits(int batch, int tries, Duration retry, Duration recheck) {
    public static final Limits DEFAULT =
        new Limits(200, 8, Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  public ChangesFeed(
      OrthancClient client, StudyStore shelf, Clock clock, Limits limits, SiteFiles files) {
    this(client, shelf, clock, limits, NonImages.load(files));
  }

  ChangesFeed(
      OrthancClient client, StudyStore shelf, Clock clock, Limits limits, NonImages nonImages) {
    this.client = client;
    this.shelf = shelf;
    this.clock = clock;
    this.limits = limits;
    this.reader = new StudyReader(client, nonImages);
  }

  /**
   * Reads what is new. An Orthanc that does not answer is logged once and asked again next time.
   *
   * @throws org.radiologytrust.journal.JournalException when the journal refuses; nothing is lost
   */
  public synchronized void poll() {
    try {
      FeedCursor cursor = FeedCursor.parse(shelf.cursor(FEED));
      for (int page = 0; page < PAGES; page++) {
        OrthancClient.Changes changes =
            client.changes(Math.max(0, cursor.sequence() - 1), limits.batch() + 1);
        FeedCursor next = merge(cursor, changes.changes());
        if (!next.equals(cursor)) {
          shelf.storeCursor(FEED, next.text());
        }
        boolean again = next.sequence() < cursor.sequence();
        cursor = readStudies(next);
        if (changes.done() && !again) {
          break;
        }
      }
      if (away) {
        LOG.info("Orthanc answers again");
        away = false;
      }
    } catch (OrthancException e) {
      if (!away) {
        LOG.warn("{}; trying on", e.getMessage());
        away = true;
      }
    }
  }

  /** The cursor after these changes, of which the first must be the one it stands at. */
  private FeedCursor merge(FeedCursor cursor, List<OrthancClient.Change> changes)
      throws OrthancException {
    List<OrthancClient.Change> fresh = changes;
    if (cursor.sequence() > 0) {
      if (changes.isEmpty() || !cursor.isAt(changes.get(0))) {
        LOG.info(
            "the last change read is gone from Orthanc (deleted, or another database):"
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

  private Optional<String> studyOf(String instance) throws OrthancException {
    try {
      return Optional.of(client.studyOf(instance));
    } catch (OrthancException e) {
      if (e.kind() == Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private FeedCursor readStudies(FeedCursor cursor) throws OrthancException {
    FeedCursor now = cursor;
    for (String study : new TreeSet<>(cursor.open().keySet())) {
      if (now.open().get(study).due() <= clock.millis()) {
        now = readStudy(now, study);
      }
    }
    return now;
  }

  private FeedCursor readStudy(FeedCursor cursor, String id) throws OrthancException {
    Open open = cursor.open().get(id);
    Optional<Study> study;
    try {
      if (open.stored() && !client.stable(id)) {
        return store(cursor.with(id, new Open(true, 0, after(limits.recheck()))));
      }
      study = reader.read(id);
    } catch (OrthancException e) {
      if (e.kind() == Kind.GONE) {
        return store(cursor.without(id));
      }
      FeedCursor next = failed(cursor, id, e.getMessage());
      if (e.store()) {
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
    shelf.storeStudy(study.get(), FEED, next.text());
    return next;
  }

  private FeedCursor failed(FeedCursor cursor, String id, String reason) {
    int tries = cursor.open().get(id).tries() + 1;
    if (tries >= limits.tries()) {
      LOG.error(
          "Orthanc's study {} could not be read in {} tries and is passed over: {}; delete it"
              + " there and send it again",
          id,
          tries,
          reason);
      return store(cursor.without(id));
    }
    LOG.warn("Orthanc's study {} could not be read, trying again: {}", id, reason);
    Duration wait = limits.retry().multipliedBy(1L << Math.min(tries - 1, 10));
    return store(cursor.with(id, new Open(false, tries, after(wait))));
  }

  private FeedCursor store(FeedCursor cursor) {
    shelf.storeCursor(FEED, cursor.text());
    return cursor;
  }

  private long after(Duration wait) {
    return clock.millis() + wait.toMillis();
  }
}
