package org.radiologytrust.rehearse;

import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;

/**
 * A flag that the journal's audit and the rehearsal do not share, or that speaks with another
 * strength.
 *
 * @param kind what became of it
 * @param report in which it is
 * @param before as the audit has it; the same as {@code after} where only one has it
 * @param after as the rehearsal has it
 */
public record FlagChange(Kind kind, Report report, CheckResult before, CheckResult after) {
  /** What became of a flag. */
  public enum Kind {
    GAINED("gained"),
    LOST("lost"),
    CHANGED("other strength");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public String check() {
    return after.check();
  }

  /** The accession number. A report without one has its id: for a text, the name of its file. */
  public String reportName() {
    String accession = report.order().accessionNumber();
    return accession.isEmpty() ? report.reportId() : accession;
  }

  /** Such as: tell, or tell to ask. */
  public String strength() {
    return kind == Kind.CHANGED
        ? before.strength().word() + " to " + after.strength().word()
        : after.strength().word();
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "FlagChange";
  }
}
