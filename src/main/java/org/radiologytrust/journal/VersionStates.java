package org.radiologytrust.journal;

import java.util.List;

/** The states of a report version, for statements. */
final class VersionStates {
  /** States of a report version whose first run has not ended, as an SQL list. */
  static final String OPEN = "('awaiting_images', 'ready', 'auditing')";

  /** Whether a report version is audited again when images come for it, as an SQL condition. */
  static final String LOOKS_FOR_IMAGES =
      "superseded = 0 and (images_missing = 1 or state in " + OPEN + ")";

  static final List<String> OPEN_STATES = List.of("awaiting_images", "ready", "auditing");

  private VersionStates() {}
}
