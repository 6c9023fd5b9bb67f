package org.radiologytrust.journal.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.radiologytrust.model.Release;
import org.radiologytrust.model.Report;

/** Whether a report was released after the stored versions, as far as the times of release say. */
enum VersionOrder {
  NEWER,
  OLDER,
  /** The times are equal, or one of the two has none. */
  UNDECIDED,
  /** One of the two has a time that cannot be right. */
  UNKNOWN;

  /**
   * Compares with the newest whole report: addenda that came since do not make others older.
   *
   * @param wholes the releases of whole reports, newest first; at least one
   */
  static VersionOrder of(Release report, List<Release> wholes) {
    Release newest = wholes.get(0);
    Instant time = report.time();
    if (time != null) {
      Optional<Instant> known =
          wholes.stream().map(Release::time).filter(Objects::nonNull).findFirst();
      if (known.filter(time::isBefore).isPresent()) {
        return OLDER;
      }
      if (newest.time() != null) {
        return time.equals(newest.time()) ? UNDECIDED : NEWER;
      }
    }
    return report.future() != null || newest.future() != null ? UNKNOWN : UNDECIDED;
  }

  /** A report without a time of release that was still to come when it was received. */
  static Report withoutFuture(Report report, long came, Duration future) {
    Instant issued = report.issued();
    return issued != null && isFuture(issued, came, future)
        ? report.toBuilder().issued(null).future(issued).build()
        : report;
  }

  /** The releases of the whole report, newest first. */
  static List<Release> releases(List<StoredVersion> versions, Duration future) {
    return versions.stream()
        .flatMap(
            version ->
                version.report().release().map(r -> checked(r, version.came(), future)).stream())
        .toList();
  }

  /** Earlier versions of the product stored times that were still to come. */
  private static Release checked(Release release, long came, Duration future) {
    Instant time = release.time();
    return time != null && isFuture(time, came, future)
        ? new Release(release.status(), null, time)
        : release;
  }

  private static boolean isFuture(Instant time, long came, Duration future) {
    return time.isAfter(Instant.ofEpochMilli(came).plus(future));
  }
}
