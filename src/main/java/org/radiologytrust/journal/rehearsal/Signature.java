package org.radiologytrust.journal.rehearsal;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rehearsal that a person signed.
 *
 * @param number counted from 1 for its kind; the last one holds
 * @param rehearsed what the person saw
 * @param user log-in of the person
 */
public record Signature(int number, Rehearsed rehearsed, String user, Instant at) {
  /**
   * What was rehearsed, and what came of it.
   *
   * @param sha256 of what was rehearsed, in hexadecimal
   * @param version of the engine that rehearsed it
   * @param files the site's own files by name; empty for a release
   */
  public record Rehearsed(
      DataKind kind, String sha256, String version, Counts counts, Map<String, String> files) {
    public Rehearsed {
      files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
  }

  /**
   * How many flags differ.
   *
   * @param reports that were checked again
   * @param gained flags that only the new data has
   * @param lost flags that only the audits of the journal have
   * @param changed flags with another strength
   */
  public record Counts(int reports, int gained, int lost, int changed) {}
}
