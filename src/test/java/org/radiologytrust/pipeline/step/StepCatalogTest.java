package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;

class StepCatalogTest {
  @TempDir Path site;

  @Test
  void shippedStepsLoad() {
    StepCatalog catalog = StepCatalog.load(SiteFiles.shipped());
    assertEquals(
        List.of(
            "claims", "findings", "alignment", "blank", "question", "blank-question", "rewrite"),
        catalog.all().stream().map(StepDefinition::name).toList());
    assertEquals("base", catalog.step("findings").model());
    assertTrue(catalog.step("alignment").image());
    assertTrue(catalog.step("alignment").choices());
    assertEquals(catalog.step("alignment").prompt(), catalog.step("blank").prompt());
    assertEquals("lora", catalog.step("question").model());
    assertTrue(catalog.step("question").image());
    assertTrue(catalog.step("question").choices());
    assertTrue(catalog.step("question").allChoices());
    assertFalse(catalog.step("alignment").allChoices());
    assertEquals(catalog.step("question").prompt(), catalog.step("blank-question").prompt());
    assertFalse(catalog.step("claims").image());
  }

  @Test
  void sitesFileReplacesOursAlone() throws Exception {
    Files.createDirectories(site.resolve("steps/claims"));
    Files.writeString(site.resolve("steps/claims/prompt.md"), "Split:\n{{sentences}}");
    StepCatalog catalog = StepCatalog.load(SiteFiles.in(site));
    assertEquals("Split:\n{{sentences}}", catalog.step("claims").prompt());
    assertEquals(
        StepCatalog.load(SiteFiles.shipped()).step("claims").schema(),
        catalog.step("claims").schema());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claims/prompt.md|Split {{report}}|placeholders must be [sentences]",
        "claims/step.yaml|model: large|model must be base or lora",
        "claims/step.yaml|{model: lora, answerTokens: 5, colour: red}|colour",
        "claims/step.yaml|{model: lora, answerTokens: 60, answerTokensPerItem: 60, allChoices: true}|choices is not",
        "claims/schema.json|{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}|without maxLength",
        "claims/schema.json|{\"type\":\"array\",\"items\":{}}|without maxItems",
        "claims/schema.json|{\"anyOf\":[{\"type\":\"string\"}]}|/anyOf/0 is a string without maxLength",
        "claims/schema.json|no json|is not valid JSON",
        "claims/step.yaml|{model: lora, answerTokens: 5, image: true}|prompt.md lacks {{images}}"
      })
  void wrongFileIsNamedAtLoad(String file, String content, String told) throws Exception {
    Files.createDirectories(site.resolve("steps/claims"));
    Files.writeString(site.resolve("steps/" + file), content);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.in(site)));
    assertTrue(e.getMessage().contains(told), e.getMessage());
    assertTrue(e.getMessage().startsWith("steps/claims/"), e.getMessage());
  }

  @Test
  void choicesNeedSomethingToChooseFrom() throws Exception {
    Files.createDirectories(site.resolve("steps/rewrite"));
    Files.writeString(
        site.resolve("steps/rewrite/step.yaml"),
        "{model: lora, answerTokens: 9, answerTokensPerItem: 1, choices: true}");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.in(site)));
    assertEquals(
        "steps/rewrite/step.yaml: choices is true, but schema.json has no enum", e.getMessage());
  }

  @Test
  void imageHasToBeWhatThePromptAsksFor() throws Exception {
    Files.createDirectories(site.resolve("steps/findings"));
    Files.writeString(
        site.resolve("steps/findings/step.yaml"), "{model: base, image: false, answerTokens: 9}");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.in(site)));
    assertTrue(e.getMessage().startsWith("steps/findings/step.yaml: image is false"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claims|{model: lora, answerTokens: 9}|answerTokensPerItem must be from 1 to answerTokens",
        "claims|{model: lora, answerTokens: 9, answerTokensPerItem: 10}|must be from 1 to answerTokens",
        "claims|{model: lora, answerTokens: 9000, answerTokensPerItem: 10}|has room for 900",
        "findings|{model: lora, answerTokens: 9, answerTokensPerItem: 1}|only for steps that split claims"
      })
  void roomForAnItemIsCheckedAtLoad(String step, String content, String told) throws Exception {
    Files.createDirectories(site.resolve("steps/" + step));
    Files.writeString(site.resolve("steps/" + step + "/step.yaml"), content);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.in(site)));
    assertTrue(e.getMessage().contains(told), e.getMessage());
  }

  /** As a site's own step looks to a product without its class. */
  @Test
  void aFolderOfNoStepIsRefused() throws Exception {
    Files.createDirectories(site.resolve("steps/claim"));
    Files.writeString(site.resolve("steps/claim/prompt.md"), "Split:\n{{sentences}}");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.in(site)));
    assertEquals(
        "steps/claim belongs to no step; the steps' folders are alignment, claims, findings,"
            + " question, rewrite. A new step also needs its class, in a jar in lib",
        e.getMessage());
  }

  @Test
  void anotherStepIsReadFromTheSitesFolder() throws Exception {
    Path folder = Files.createDirectories(site.resolve("steps/more"));
    Files.writeString(folder.resolve("prompt.md"), "More of {{claims}}");
    Files.writeString(folder.resolve("schema.json"), "{\"type\":\"object\"}");
    Files.writeString(folder.resolve("step.yaml"), "{model: base, answerTokens: 9, version: 1}");
    List<Step> steps = new ArrayList<>(StepList.all());
    steps.add(new Named("more"));
    StepCatalog catalog = StepCatalog.load(SiteFiles.in(site), steps);
    assertEquals("More of {{claims}}", catalog.step("more").prompt());
    assertEquals(steps, catalog.steps());
  }

  @ParameterizedTest
  @CsvSource({
    "claims,two steps have the name claims",
    "a/b,step a/b: a name may have only lower-case letters"
  })
  void namesTellStepsApart(String name, String told) {
    List<Step> steps = new ArrayList<>(StepList.all());
    steps.add(new Named(name));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.shipped(), steps));
    assertTrue(e.getMessage().startsWith(told), e.getMessage());
  }

  /** A step that asks about claims; one of a known name has the folder of that one. */
  private record Named(String name) implements Step {
    @Override
    public Set<String> inputs() {
      return name.equals("claims") ? Set.of("sentences") : Set.of("claims");
    }

    @Override
    public String list() {
      return name.equals("claims") ? "claims" : "";
    }

    @Override
    public Audit run(Audit audit, StepCalls calls) {
      return audit;
    }
  }

  @Test
  void wordListIsCheckedAtLoad() throws Exception {
    Files.createDirectories(site.resolve("words/en"));
    Files.writeString(site.resolve("words/en/names.yaml"), "titles: []");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StepCatalog.load(SiteFiles.in(site)));
    assertEquals("words/en/names.yaml line 1: titles needs an item", e.getMessage());
  }

  /**
   * Some servers sort the keys of a schema: the evidence has to be said before the label then too.
   */
  @Test
  void evidenceComesBeforeTheLabelHoweverKeysAreOrdered() {
    JsonNode judgement =
        StepCatalog.load(SiteFiles.shipped())
            .step("alignment")
            .schema()
            .at("/properties/judgements/items/properties");
    List<String> keys = new ArrayList<>();
    judgement.fieldNames().forEachRemaining(keys::add);
    assertEquals(List.of("claim", "evidence", "findings", "label", "probability"), keys);
    assertEquals(keys.stream().sorted().toList(), keys);
  }

  @Test
  void whatIsFilledInIsNotLookedAtAgain() {
    assertEquals(
        "a {{b}} $1 c", PromptTemplate.fill("a {{a}} c", Map.of("a", "{{b}} $1", "b", "never")));
  }
}
