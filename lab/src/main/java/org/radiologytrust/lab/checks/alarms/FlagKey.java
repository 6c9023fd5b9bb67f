package org.radiologytrust.lab.checks.alarms;

import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/**
 * Names a flag without a word of its report: it stays the same when the place of the words moves.
 *
 * @param report first 16 hex digits of the SHA-256 of the canonical text
 * @param check id of the check
 * @param span the same of the flagged words, and of the source and value of the other evidence
 */
record FlagKey(String report, String check, String span) {
  private static final int DIGITS = 16;

  static FlagKey of(Report report, CheckResult flag) {
    String evidence =
        String.join("\0", flag.first().value(), flag.second().source(), flag.second().value());
    String span = Texts.sha256(evidence).substring(0, DIGITS);
    return new FlagKey(of(report), flag.check(), span);
  }

  /** How a key names a report. */
  static String of(Report report) {
    return report.textSha256().substring(0, DIGITS);
  }
}
