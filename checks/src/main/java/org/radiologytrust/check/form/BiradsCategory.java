package org.radiologytrust.check.form;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.tables.CategoryReader;
import org.radiologytrust.check.tables.NamedCategory;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code birads-category}: a category that its assessment system does not have, such as BI-RADS 7
 * or Lung-RADS 4C.
 */
final class BiradsCategory implements Check {
  static final String ID = "birads-category";

  private final CategoryReader categories;

  BiradsCategory(CategoryReader categories) {
    this.categories = categories;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      for (NamedCategory named : categories.in(s.words())) {
        if (!named.known() && results.size() < MAX_RESULTS) {
          results.add(result(s.words().evidence(named.first(), named.last()), s));
        }
      }
    }
    return results;
  }

  private static CheckResult result(Evidence category, SentenceReading s) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        category,
        Evidence.of(s.sentence()),
        "The assessment system does not have this category: correct the category.");
  }
}
