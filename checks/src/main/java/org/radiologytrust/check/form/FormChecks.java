package org.radiologytrust.check.form;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.tables.CategoryReader;
import org.radiologytrust.files.SiteFiles;

/** The checks of how a report is written. */
public final class FormChecks {
  private FormChecks() {}

  /** All of them, in the order in which they run. */
  public static List<Check> all(SiteFiles files, CategoryReader categories) {
    return List.of(
        new BiradsCategory(categories),
        new TemplateLeft(files),
        new DoubledWord(files),
        new NoImpression(files),
        new Overconfident(new OverconfidentWords(files)));
  }
}
