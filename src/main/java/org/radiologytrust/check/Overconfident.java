package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;

/** {@code overconfident}: wording that claims more certainty than an image can give. */
final class Overconfident implements Check {
  static final String ID = "overconfident";

  private static final int BEFORE = 4;
  private static final int BEHIND = 3;

  private final Wording wording;
  private final Phrases phrases;

  Overconfident(Wording wording) {
    this.wording = wording;
    this.phrases = Phrases.of(wording.overconfident());
  }

  @Override
  public List<CheckResult> check(AuditCase c) {
    List<CheckResult> results = new ArrayList<>();
    for (Tokens t : Examination.stated(c)) {
      for (Phrases.Hit hit : phrases.in(t)) {
        if (!calibrated(t, hit)) {
          Evidence words = t.evidence(hit.first(), hit.last());
          results.add(
              new CheckResult(
                  ID,
                  Label.UNCERTAIN,
                  words,
                  Evidence.of(t.sentence()),
                  "Overconfident: say how likely it is instead of \"" + words.value() + "\"."));
          break;
        }
      }
    }
    return results;
  }

  private boolean calibrated(Tokens t, Phrases.Hit hit) {
    for (int i = hit.first() - 1; i >= 0 && i >= hit.first() - BEFORE; i--) {
      if (t.clause(i) == t.clause(hit.first()) && wording.calibrated().contains(t.word(i))) {
        return true;
      }
    }
    for (int i = hit.last() + 1; i < t.size() && i <= hit.last() + BEHIND; i++) {
      if (t.clause(i) == t.clause(hit.last()) && wording.calibratedBehind().contains(t.word(i))) {
        return true;
      }
    }
    return false;
  }
}
