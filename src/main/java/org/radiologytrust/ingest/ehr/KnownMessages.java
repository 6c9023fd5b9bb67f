package org.radiologytrust.ingest.ehr;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The messages that were stored lately, so that passes that overlap do not store them again. The
 * oldest is forgotten first; a forgotten one is stored again, as a duplicate.
 */
final class KnownMessages {
  /** Some 20 MB when full. */
  static final int MAX = 200_000;

  private final Set<Long> hashes = new LinkedHashSet<>();
  private final int max;

  KnownMessages(int max) {
    this.max = max;
  }

  boolean contains(String hash) {
    return hashes.contains(number(hash));
  }

  void add(String hash) {
    if (hashes.add(number(hash)) && hashes.size() > max) {
      var oldest = hashes.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static long number(String hash) {
    return Long.parseUnsignedLong(hash.substring(0, 16), 16);
  }
}
