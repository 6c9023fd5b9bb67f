package org.radiologytrust.journal.store;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database was found damaged since the process started. It stays so until the next
 * start: what can be read meanwhile may lack rows.
 */
final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final String name;
  private final Predicate<SQLException> damaged;
  private volatile boolean found;

  /**
   * @param name what the database is called in messages
   * @param damaged whether a failure says that the database itself is damaged
   */
  Damage(String name, Predicate<SQLException> damaged) {
    this.name = name;
    this.damaged = damaged;
  }

  boolean isFound() {
    return found;
  }

  void found() {
    if (!found) {
      LOG.error("{} is damaged: stop rtl and restore a backup", name);
    }
    found = true;
  }

  /** Looks at a failure of the database. */
  void look(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && damaged.test(e)) {
        found();
        return;
      }
    }
  }
}
