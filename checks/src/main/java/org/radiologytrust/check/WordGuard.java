package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.check.base.TriedReports;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Reports that the checks which always tell and those of critical findings must flag, or must not,
 * whatever the words of a site are: words are no way to silence these checks.
 */
final class WordGuard {
  /** Words with which a case fails; the message names the file, the check and the report. */
  static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Refused(List<String> files, String fault) {
      super(String.join(", ", files) + ": " + fault);
    }
  }

  /** Whether a check flags something in a report. */
  interface Flags {
    boolean flags(String check, Audit c);
  }

  private WordGuard() {}

  /** All cases, by the id of the check. They are always the shipped ones. */
  static Map<String, List<TriedReports>> cases() {
    return SiteFiles.shipped()
        .yaml(SiteFiles.GUARD, new TypeReference<Map<String, List<TriedReports>>>() {});
  }

  /** What is wrong with the first case that fails, and what to do; empty if all hold. */
  static Optional<String> fault(Segmenter segmenter, Flags flags) {
    return cases().entrySet().stream()
        .flatMap(
            check ->
                check.getValue().stream()
                    .map(r -> r.failure(segmenter, c -> flags.flags(check.getKey(), c)))
                    .flatMap(Optional::stream)
                    .map(failure -> check.getKey() + " " + failure.what()))
        .findFirst()
        .map(fault -> fault + ": undo the change of words that makes it so");
  }
}
