package org.radiologytrust.check.form;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** {@code overconfident}: finds wording that claims more certainty than an image can give. */
final class Overconfident implements Check {
  static final String ID = "overconfident";

  private final OverconfidentWords overconfident;

  Overconfident(OverconfidentWords overconfident) {
    this.overconfident = overconfident;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      WordTokens t = s.words();
      Terms.Hit hit = overconfident.first(t, s.scopes());
      if (hit != null) {
        Evidence words = t.evidence(hit.first(), hit.last());
        results.add(
            new CheckResult(
                ID,
                Label.UNCERTAIN,
                words,
                Evidence.of(t.sentence()),
                "Overconfident: say how likely it is instead of \"" + words.value() + "\"."));
      }
    }
    return results;
  }
}
