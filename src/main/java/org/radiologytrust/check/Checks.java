package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.ReportReader;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.Sides;

/**
 * Runs all deterministic checks on a segmented case. They need no model and no pixels. A check
 * reports nothing if a value that it compares is missing.
 */
public final class Checks {
  /** Further results of one check are dropped: a text with more is not an ordinary report. */
  public static final int MAX_RESULTS_PER_CHECK = 50;

  private final List<ReportCheck> checks;
  private final ReportReader reader;

  /**
   * Loads the word lists.
   *
   * @throws IllegalArgumentException if a file is not valid; the message names it
   */
  public Checks(SiteFiles files) {
    reader = new ReportReader(files);
    Sides sides = new Sides(files);
    BodyParts parts = new BodyParts(files);
    Modalities modalities = new Modalities(files);
    Wording wording = Wording.load(files);
    checks =
        List.of(
            new SideOrder(sides, parts, modalities),
            new SideImages(sides, parts, modalities),
            new ModalityImages(modalities),
            new ModalityOrder(modalities),
            new BodyPartImages(parts, modalities, sides),
            new SexOrgan(files),
            new SideFindingsImpression(new FindingMentions(sides, wording, files), sides),
            new Overconfident(new OverconfidentWords(wording)));
  }

  /** Returns the audit with the results, grouped by check. */
  public Audit check(Audit c) {
    List<CheckResult> results = new ArrayList<>();
    ReportReading reading = reader.read(c);
    for (ReportCheck check : checks) {
      if (!check.needs().stream().allMatch(input -> input.present(c))) {
        continue;
      }
      results.addAll(check.check(c, reading).stream().limit(MAX_RESULTS_PER_CHECK).toList());
    }
    return c.toBuilder().checks(results).build();
  }
}
