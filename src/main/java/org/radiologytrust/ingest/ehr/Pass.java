package org.radiologytrust.ingest.ehr;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One search through all its pages. */
final class Pass {
  private final String cursor;
  private final @Nullable FeedPosition position;
  private final int maxPages;
  private final Set<String> links = new HashSet<>();
  private int pages;
  private int stored;
  private boolean complete;
  private boolean incomplete;
  private @Nullable Instant newest;
  private @Nullable Instant firstNew;

  /**
   * @param cursor the read position as it was in the journal
   * @param position where it begins; null for the search for the newest report at the first start
   */
  Pass(String cursor, @Nullable FeedPosition position, int maxPages) {
    this.cursor = cursor;
    this.position = position;
    this.maxPages = maxPages;
  }

  /** The read position as it was in the journal when the pass began. */
  String cursor() {
    return cursor;
  }

  /** Where the pass begins; empty if it only searches for the newest report. */
  Optional<FeedPosition> position() {
    return Optional.ofNullable(position);
  }

  /** A report of this time is on the page; null if it has none. */
  void saw(@Nullable Instant lastUpdated) {
    if (lastUpdated != null && (newest == null || lastUpdated.isAfter(newest))) {
      newest = lastUpdated;
    }
  }

  /** A report of this time was stored for the first time; null if it has none. */
  void storedNew(@Nullable Instant lastUpdated) {
    stored++;
    if (lastUpdated != null && (firstNew == null || lastUpdated.isBefore(firstNew))) {
      firstNew = lastUpdated;
    }
  }

  /** The newest report that was seen; null if there was none. */
  @Nullable Instant newest() {
    return newest;
  }

  /** How many reports were stored for the first time. */
  int stored() {
    return stored;
  }

  /**
   * Goes on to the page of a link.
   *
   * @throws EhrFailure if the server sends it in a circle, or too far
   */
  void follow(String link) throws EhrFailure {
    if (!links.add(link)) {
      throw new EhrFailure("the FHIR server links to the same page twice in one search");
    }
    if (++pages >= maxPages) {
      throw new EhrFailure(
          "a search of the FHIR server has more than rtl.fhir.reports.max-pages pages: raise it, or"
              + " raise rtl.fhir.reports.count");
    }
  }

  /** A page says that the server could not search everything. */
  void incomplete() {
    incomplete = true;
  }

  /**
   * The last page was read.
   *
   * @throws EhrFailure if a page was not complete
   */
  void completed() throws EhrFailure {
    if (incomplete) {
      throw new EhrFailure(
          "the FHIR server answers with an error among the reports: it could not search everything;"
              + " see its log");
    }
    complete = true;
  }

  boolean complete() {
    return complete;
  }

  /**
   * The position after this pass.
   *
   * @param now a report that was changed later than this says nothing about the time up to which
   *     reports were read
   */
  FeedPosition after(Instant now) {
    Instant seen = newest != null && newest.isAfter(now) ? now : newest;
    return position().orElseThrow().after(seen, firstNew);
  }
}
