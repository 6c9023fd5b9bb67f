package org.radiologytrust.journal.store;

import java.util.List;
import java.util.stream.Collectors;

/** The states of a report version, for statements. */
public final class VersionStates {
  /** States of a report version whose first run has not ended. */
  public static final List<String> OPEN_STATES = List.of("awaiting_images", "ready", "auditing");

  /** The same, as an SQL list. */
  public static final String OPEN =
      OPEN_STATES.stream().collect(Collectors.joining("', '", "('", "')"));

  /** Whether a report version is audited again when images come for it, as an SQL condition. */
  public static final String LOOKS_FOR_IMAGES =
      "superseded = 0 and (images_missing = 1 or state in " + OPEN + ")";

  private VersionStates() {}
}
