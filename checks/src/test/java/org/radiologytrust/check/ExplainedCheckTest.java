package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.ExplainedCheck.Found;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.text.sections.Segmenter;

class ExplainedCheckTest {
  private static final String TEXT =
      """
      FINDINGS: There is a large tension pneumothorax on the right. No pleural effusion.
      IMPRESSION: Right pneumothorax. Recommend follow-up.
      """;

  private final SiteFiles files = SiteFiles.shipped();

  private static Audit audit(SiteFiles files, String text) {
    Report report = SampleRecords.report("A1", text);
    return new Segmenter(files).segment(Audit.of(report.correlationId(), report).build());
  }

  private List<ExplainedCheck> explained(CheckSettings settings, String text) {
    return new Checks(files, settings).explain(audit(files, text));
  }

  private ExplainedCheck explained(String id) {
    return explained(CheckSettings.ALL_ON, TEXT).stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachCheckIsExplainedInTheOrderInWhichItRuns() {
    Checks checks = new Checks(files);
    List<ExplainedCheck> all = explained(CheckSettings.ALL_ON, TEXT);
    assertEquals(checks.ids(), all.stream().map(ExplainedCheck::id).toList());
    for (ExplainedCheck check : all) {
      assertEquals(check.flags() > 0, check.why().isEmpty(), check.toString());
    }
  }

  @Test
  void theFlagsAreThoseOfARunWithoutATrace() {
    Checked run = new Checks(files).run(audit(files, TEXT));
    for (ExplainedCheck check : explained(CheckSettings.ALL_ON, TEXT)) {
      long flags =
          run.results().stream().map(CheckResult::check).filter(check.id()::equals).count();
      assertEquals(flags, check.flags(), check.id());
    }
  }

  @Test
  void aCheckThatFlagsTellsWhatItFound() {
    ExplainedCheck check = explained("critical-uncommunicated");
    assertEquals(1, check.flags());
    assertTrue(
        check
            .found()
            .contains(new Found(1, "critical-findings.yaml findings", "tension pneumothorax")),
        check.toString());
    assertEquals(new TreeSet<>(List.of(1, 2, 3, 4)), check.sentences());
  }

  @Test
  void aSilentCheckTellsWhy() {
    assertEquals("the report has no addendum", explained("changed-by-addendum").why());
    assertEquals("no sentence says that an organ was removed", explained("removed-organ").why());
    assertEquals("the case has no images", explained("side-images").why());
    assertEquals("it found nothing that does not fit", explained("birads-category").why());
  }

  @Test
  void aCheckThatIsSwitchedOffReadsNothing() {
    CheckSettings off = CheckSettings.without(Set.of("denied"));
    ExplainedCheck check =
        explained(off, TEXT).stream()
            .filter(c -> c.id().equals("denied"))
            .findFirst()
            .orElseThrow();
    assertEquals("it is switched off", check.why());
    assertTrue(check.sentences().isEmpty());
  }
}
