package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example in fhir-profiles/examples is valid when named ok-*, and invalid when bad-*. */
@Tag("integration")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("fhir-profiles/examples");

  static Stream<Path> examples() throws IOException {
    return Files.list(EXAMPLES).sorted();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAsItsNameSays(Path example) throws IOException {
    List<String> errors = Validator.shared().errors(Files.readString(example));
    if (example.getFileName().toString().startsWith("bad-")) {
      assertFalse(errors.isEmpty(), "valid, but must not be");
    } else {
      assertEquals(List.of(), errors);
    }
  }

  @Test
  void theOperationIsValid() throws IOException {
    String operation =
        Files.readString(Path.of("fhir-profiles/profiles/OperationDefinition-check.json"));
    assertEquals(List.of(), Validator.shared().errors(operation));
  }

  /** A bad example must fail for the reason that its name tells, not for a slip. */
  @ParameterizedTest
  @MethodSource("reasons")
  void failsForItsReason(String name, String reason) throws IOException {
    List<String> errors =
        Validator.shared().errors(Files.readString(EXAMPLES.resolve("bad-" + name + ".json")));
    assertTrue(errors.stream().anyMatch(e -> e.contains(reason)), () -> "errors: " + errors);
  }

  static Stream<Arguments> reasons() {
    return Stream.of(
            new String[] {"nosecurity", "rtl-ai-1"},
            new String[] {"claim-rules-ai", "rtl-ai-1"},
            new String[] {"summary-status-reason", "rtl-status-1"},
            new String[] {"span", "rtl-span-1"},
            new String[] {"origin-end", "rtl-origin-1"},
            new String[] {"origin-box", "rtl-origin-2"},
            new String[] {"noconfidence", "rtl-claim-2"},
            new String[] {"claim-rule-confidence", "rtl-claim-2"},
            new String[] {"claim-confidence-basis", "rtl-claim-3"},
            new String[] {"claim-authorship", "rtl-authorship"},
            new String[] {"claim-authorship-unsigned", "rtl-claim-4"},
            new String[] {"claim-confidence-basis-unknown", "rtl-confidence-basis"},
            new String[] {"finding-confidence-basis", "rtl-find-1"},
            new String[] {"nolabel", "rtl-claim-1"},
            new String[] {"failed-with-score", "rtl-rep-1"},
            new String[] {"failed-with-severity", "rtl-rep-3"},
            new String[] {"summary-score", "rtl-rep-2"},
            new String[] {"summary-partial-scored", "rtl-rep-4"},
            new String[] {
              "summary-not-audited-number", "allows for the type string but found type integer"
            },
            new String[] {"summary-nooutcome", "outcome"},
            new String[] {"summary-checked-scored", "rtl-rep-6"},
            new String[] {"summary-outcome-unknown", "rtl-outcome"},
            new String[] {"failed-audited", "rtl-rep-7"},
            new String[] {"finding-novalue", "Observation.value[x]: minimum required = 1"},
            new String[] {"finding-confidence", "rtl-conf-1"},
            new String[] {"finding-region", "sopUid"},
            new String[] {"claim-imaging", "rtl-obs-1"},
            new String[] {"claim-status", "rtl-obs-2"},
            new String[] {"claim-basis", "rtl-basis"},
            new String[] {"claim-notext", "Observation.text: minimum required = 1"},
            new String[] {"span-hash", "rtl-span-2"},
            new String[] {"failed-with-member", "rtl-rep-5"},
            new String[] {"failed-preliminary", "rtl-rep-5"},
            new String[] {"refused-images-preliminary", "rtl-rep-5"},
            new String[] {"refused-images-audited", "rtl-rep-8"},
            new String[] {"refused-images-supported", "rtl-rep-8"},
            new String[] {"refused-images-finding", "rtl-rep-8"},
            new String[] {"device-type", "rtl-dev-3"},
            new String[] {"device-nokind", "rtl-dev-1"},
            new String[] {"device-nocard", "rtl-dev-2"},
            new String[] {"provenance-noreason", "rtl-prov-2"},
            new String[] {"provenance-nosource", "rtl-prov-1"},
            new String[] {"provenance-norole", "rtl-prov-2"},
            new String[] {"provenance-use-nostep", "step"},
            new String[] {"claim-final-undecided", "rtl-dec-1"},
            new String[] {"finding-final-undecided", "rtl-dec-1"},
            new String[] {"claim-dismissed-noreason", "rtl-dec-2"},
            new String[] {"summary-reason-alone", "rtl-dec-2"},
            new String[] {"claim-reworded-nowords", "rtl-dec-3"},
            new String[] {"claim-decision-undo", "ValueSet/rtl-decision"},
            new String[] {"claim-decision-noproblem", "component:decision.extension:problem'"},
            new String[] {"decision-nokind", "rtl-dec-4"},
            new String[] {"decision-undo-nothing", "rtl-dec-5"},
            new String[] {"decision-noverifier", "rtl-dec-7"},
            new String[] {"decision-corrected-person", "rtl-dec-7"},
            new String[] {"decision-engine-nosource", "rtl-dec-8"},
            new String[] {"decision-nouser", "who.identifier: minimum required = 1"},
            new String[] {"bundle-post", "PUT"},
            new String[] {"bundle-two-summaries", "rtl-bun-1"},
            new String[] {"bundle-noprovenance", "rtl-bun-2"},
            new String[] {"bundle-patient", "rtl-bun-3"})
        .map(r -> Arguments.of(r[0], r[1]));
  }

  /** The shipped reasons of a dismissal are codes of rtl-reason, which a site may extend. */
  @Test
  void theShippedReasonsAreCodes() throws IOException {
    String list = Files.readString(Path.of("src/main/resources/page/reasons.yaml"));
    List<String> reasons =
        Pattern.compile("- code: (\\S+)\n  text: (.+)")
            .matcher(list)
            .results()
            .map(r -> r.group(1) + " " + r.group(2))
            .toList();
    CodeSystem codes =
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(
                CodeSystem.class,
                Files.readString(Path.of("fhir-profiles/profiles/CodeSystem-rtl-reason.json")));
    assertFalse(reasons.isEmpty());
    assertEquals(
        reasons, codes.getConcept().stream().map(c -> c.getCode() + " " + c.getDisplay()).toList());
  }

  @Test
  void thereAreBothKinds() throws IOException {
    long bad = examples().filter(p -> p.getFileName().toString().startsWith("bad-")).count();
    long ok = examples().filter(p -> p.getFileName().toString().startsWith("ok-")).count();
    assertTrue(bad >= 30 && ok >= 18, ok + " and " + bad);
    assertEquals(examples().count(), bad + ok);
  }
}
