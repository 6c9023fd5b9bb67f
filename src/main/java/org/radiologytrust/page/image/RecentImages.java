package org.radiologytrust.page.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The images of the audits that were looked at last. Somebody who scrolls through a study asks for
 * many images of one audit, and reading an audit takes longer than reading an image.
 */
final class RecentImages {
  private static final int MOST = 8;
  private static final long SECONDS = 60;

  private final Source source;
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  /** Reads the images of an audit; empty if the report has no such audit. */
  @FunctionalInterface
  interface Source {
    Optional<StudyImages> read(UUID report, String run);
  }

  private record Key(UUID report, String run) {}

  private record Entry(Optional<StudyImages> images, long readAt) {}

  RecentImages(Source source) {
    this.source = source;
  }

  Optional<StudyImages> find(UUID report, String run) {
    Key key = new Key(report, run);
    long now = System.nanoTime();
    synchronized (entries) {
      entries.values().removeIf(e -> now - e.readAt > TimeUnit.SECONDS.toNanos(SECONDS));
      Entry known = entries.get(key);
      if (known != null) {
        return known.images;
      }
    }
    Optional<StudyImages> images = source.read(report, run);
    if (images.filter(StudyImages::revocable).isPresent()) {
      // a confirmation that is taken back counts at once
      return images;
    }
    synchronized (entries) {
      entries.put(key, new Entry(images, now));
      entries.keySet().removeIf(oldest -> entries.size() > MOST);
    }
    return images;
  }
}
