package org.radiologytrust.journal.store;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database was found damaged since the process started. It stays so until the next
 * start: what can be read meanwhile may lack rows.
 */
final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final Dialect dialect;
  private volatile boolean found;

  Damage(Dialect dialect) {
    this.dialect = dialect;
  }

  boolean isFound() {
    return found;
  }

  void found() {
    if (!found) {
      LOG.error("{} is damaged: stop rtl and restore a backup", dialect.name());
    }
    found = true;
  }

  /** Looks at a failure of the database. */
  void look(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && dialect.damaged(e)) {
        found();
        return;
      }
    }
  }
}
