package org.radiologytrust.strengths;

import java.util.List;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.StrengthTable;
import org.radiologytrust.journal.strengths.StrengthTables;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.journal.strengths.StrengthTables.Wanted;
import org.radiologytrust.model.NeverHere;
import org.radiologytrust.model.StrengthRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people see of the table of strengths, and how they load another one. */
public final class StrengthDesk {
  private static final Logger LOG = LoggerFactory.getLogger(StrengthDesk.class);

  private final Checks checks;
  private final StrengthTables tables;

  public StrengthDesk(Checks checks, StrengthTables tables) {
    this.checks = checks;
    this.tables = tables;
  }

  /** A table that cannot be loaded; the message says why, and what to do. */
  public static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** The table in force. */
  public Loaded loaded() {
    return tables.inForce().orElseThrow();
  }

  /** All rows that hold, the shipped ones too. */
  public List<StrengthRow> rows() {
    return checks.strengths().rows();
  }

  /** The exceptions of the site, those that have ended, too. */
  public List<NeverHere> exceptions() {
    return checks.exceptions();
  }

  /**
   * Loads a table, exceptions and rules.
   *
   * @param content of a {@link org.radiologytrust.check.rule.LoadedTable}
   * @param seen hash of the table that the person saw in force; empty for the one of this moment
   * @throws Refused if it is not possible
   */
  public Loaded load(String content, String seen, String user) {
    StrengthTable read;
    try {
      read = checks.read(content);
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage());
    }
    Loaded now =
        tables
            .load(new Wanted(content, seen.isEmpty() ? loaded().sha256() : seen, user))
            .orElseThrow(
                () ->
                    new Refused(
                        "somebody else has loaded another table meanwhile: look at it again"));
    LOG.info("a person loaded the table of strengths {}", read.sha256());
    return now;
  }
}
