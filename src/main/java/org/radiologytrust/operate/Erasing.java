package org.radiologytrust.operate;

import org.radiologytrust.journal.erasure.Erasures;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.journal.store.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erasures with the key by which flags of open reports are found. */
public final class Erasing {
  private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);

  private final Erasures erasures;
  private final DraftNumbers drafts;

  Erasing(Erasures erasures, DraftNumbers drafts) {
    this.erasures = erasures;
    this.drafts = drafts;
  }

  Erasures erasures() {
    return erasures;
  }

  DraftNumbers drafts() {
    return drafts;
  }

  /** Step of the route {@code retention}: resumes erasures that were interrupted. */
  public void resume() {
    try {
      erasures.resume(drafts);
    } catch (JournalException e) {
      LOG.error("an erasure stopped and continues at the next run: {}", e.getMessage());
    }
  }
}
