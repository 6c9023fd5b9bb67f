package org.radiologytrust.chaos;

import java.util.Map;
import java.util.TreeMap;

/** The versions that the senders know to be stored. */
final class Acknowledged {
  private final Map<String, Integer> newest = new TreeMap<>();
  private int versions;
  private int refused;

  synchronized void add(ReportVersion version) {
    int before = newest.getOrDefault(version.report(), 0);
    if (version.version() > before) {
      newest.put(version.report(), version.version());
      versions++;
    }
  }

  /** A try without an acknowledgement. */
  synchronized void refused() {
    refused++;
  }

  /** The newest version of each report; all before it were acknowledged too. */
  synchronized Map<String, Integer> newest() {
    return new TreeMap<>(newest);
  }

  synchronized int versions() {
    return versions;
  }

  synchronized int refusals() {
    return refused;
  }
}
