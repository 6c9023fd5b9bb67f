package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.pipeline.step.Steps;

/** A report that is still open takes the way of an audit, as the shipped route says it. */
class DraftStepsTest {
  private static final Pattern PART =
      Pattern.compile(
          "(?:to: direct:step-|ref: )(\\w+)$|to: direct:(score|publish)$", Pattern.MULTILINE);

  private static List<String> names(boolean blankProbe) {
    SiteFiles files = SiteFiles.shipped();
    return new DraftSteps(
            null,
            new DraftSteps.Parts(
                StepCatalog.load(files),
                null,
                new Models("base", "lora"),
                new RuleClaims(files),
                new Steps.Options(10, blankProbe, Ask.LIST)),
            null,
            audit -> audit)
        .names();
  }

  @Test
  void theOrderIsThatOfTheRoute() throws Exception {
    String routes = Files.readString(Path.of("routes/audit.yaml"));
    String audit = routes.substring(routes.indexOf("id: audit-steps"), routes.indexOf("doCatch:"));
    List<String> way =
        PART.matcher(audit)
            .results()
            .map(DraftStepsTest::part)
            .filter(part -> !List.of("audits", "segmenter", "publish").contains(part))
            .toList();
    assertEquals(
        List.of("claims", "findings", "alignment", "blank", "grounding", "score", "rewrite"), way);
    assertEquals(
        way.stream().filter(part -> !List.of("grounding", "score").contains(part)).toList(),
        names(true));
    assertEquals(List.of("claims", "findings", "alignment", "rewrite"), names(false));
  }

  private static String part(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }
}
