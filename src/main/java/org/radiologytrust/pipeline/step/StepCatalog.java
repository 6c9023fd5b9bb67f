package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.pipeline.image.UnseenSides;
import org.radiologytrust.pipeline.mask.NameWords;
import org.radiologytrust.pipeline.words.AnswerWords;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.text.mentions.Scopes;

/**
 * Loads and validates the step folders, so that an invalid file stops the start and not an audit.
 */
public final class StepCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOXES = "steps/findings/boxes.md";

  private final List<Step> steps;
  private final Map<String, StepDefinition> definitions = new LinkedHashMap<>();
  private final Scopes scopes;
  private final String boxes;
  private final NameWords names;
  private final ComparingClaims comparing;
  private final AnswerWords answers;
  private final UnseenSides unseenSides;

  private StepCatalog(SiteFiles files, List<Step> steps) {
    this.steps = steps;
    for (Step step : steps) {
      if (!NAME.matcher(step.name()).matches()) {
        throw new IllegalArgumentException(
            "step " + step.name() + ": a name may have only lower-case letters, digits and dashes");
      }
      if (definitions.put(step.name(), load(step, files)) != null) {
        throw new IllegalArgumentException("two steps have the name " + step.name());
      }
    }
    checkFolders(files);
    scopes = new Scopes(files);
    boxes = files.text(BOXES).strip();
    if (PLACEHOLDER.matcher(boxes).find()) {
      throw new IllegalArgumentException(BOXES + ": must have no placeholders");
    }
    names = NameWords.load(files);
    comparing = new ComparingClaims(files);
    answers = new AnswerWords(files);
    unseenSides = new UnseenSides(files);
  }

  /** Refuses a folder of the site that belongs to no step: its name is probably misspelt. */
  private void checkFolders(SiteFiles files) {
    Set<String> known = new TreeSet<>(steps.stream().map(Step::folder).toList());
    for (String folder : files.folders("steps")) {
      if (!known.contains(folder)) {
        throw new IllegalArgumentException(
            "steps/"
                + folder
                + " belongs to no step; the steps' folders are "
                + String.join(", ", known)
                + ". A new step also needs its class, in a jar in lib");
      }
    }
  }

  /**
   * Loads all steps.
   *
   * @param files the step folders and the word lists
   * @throws IllegalArgumentException naming the file and the problem in it
   */
  public static StepCatalog load(SiteFiles files) {
    return load(files, StepList.all());
  }

  /** All steps, in the order of the pipeline. */
  public static List<Step> known() {
    return StepList.all();
  }

  static StepCatalog load(SiteFiles files, List<Step> steps) {
    return new StepCatalog(files, steps);
  }

  /** The content of step.yaml. */
  private record Settings(
      String model,
      boolean image,
      int answerTokens,
      @Nullable Integer answerTokensPerItem,
      boolean choices,
      boolean allChoices,
      int version) {
    int perItem() {
      return answerTokensPerItem == null ? 0 : answerTokensPerItem;
    }
  }

  private static StepDefinition load(Step step, SiteFiles files) {
    String name = step.folder();
    try {
      Settings settings =
          files.yaml("steps/" + name + "/step.yaml", new TypeReference<Settings>() {});
      if (!Set.of("base", "lora").contains(settings.model)) {
        throw wrong(name, "step.yaml", "model must be base or lora");
      }
      if (settings.answerTokens < 1) {
        throw wrong(name, "step.yaml", "answerTokens must be a positive number");
      }
      String prompt = files.text("steps/" + name + "/prompt.md");
      checkPlaceholders(step, prompt);
      if (settings.image != prompt.contains("{{images}}")) {
        throw wrong(
            name,
            "step.yaml",
            settings.image
                ? "image is true, but prompt.md lacks {{images}}"
                : "image is false, but prompt.md has {{images}}");
      }
      JsonNode schema = JSON.readTree(files.text("steps/" + name + "/schema.json"));
      checkBounded(name, "", schema);
      checkRoom(step, settings, schema);
      if (settings.choices && schema.findValue("enum") == null) {
        throw wrong(name, "step.yaml", "choices is true, but schema.json has no enum");
      }
      if (settings.allChoices && !settings.choices) {
        throw wrong(name, "step.yaml", "allChoices is true, but choices is not");
      }
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
      return new StepDefinition(
          step.name(),
          settings.model,
          settings.image,
          settings.answerTokens,
          settings.perItem(),
          settings.choices,
          settings.allChoices,
          settings.version,
          prompt,
          schema);
    } catch (JsonProcessingException e) {
      throw wrong(name, "schema.json", "is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static void checkPlaceholders(Step step, String prompt) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(prompt);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    if (!found.equals(step.inputs())) {
      throw wrong(
          step.folder(), "prompt.md", "the placeholders must be " + new TreeSet<>(step.inputs()));
    }
  }

  /**
   * Checks that the answer and the list in it have room for as many items as one call asks about.
   */
  private static void checkRoom(Step step, Settings settings, JsonNode schema) {
    String name = step.folder();
    String list = step.list();
    int perItem = settings.perItem();
    if (list.isEmpty()) {
      if (perItem != 0) {
        throw wrong(
            name,
            "step.yaml",
            "answerTokensPerItem is only for steps that split claims over several calls");
      }
      return;
    }
    if (perItem < 1 || perItem > settings.answerTokens) {
      throw wrong(name, "step.yaml", "answerTokensPerItem must be from 1 to answerTokens");
    }
    int items = settings.answerTokens / perItem;
    int most = schema.at("/properties/" + list + "/maxItems").asInt();
    if (most < items) {
      throw wrong(
          name,
          "schema.json",
          "maxItems of " + list + " is " + most + ", but step.yaml has room for " + items);
    }
  }

  /** Refuses unbounded strings and arrays. With one, a model may generate until its token limit. */
  private static void checkBounded(String name, String path, JsonNode schema) {
    String type = schema.path("type").asText();
    if (type.equals("string") && !schema.has("maxLength") && !schema.has("enum")) {
      throw wrong(name, "schema.json", path + " is a string without maxLength");
    }
    if (type.equals("array") && !schema.has("maxItems")) {
      throw wrong(name, "schema.json", path + " is an array without maxItems");
    }
    // any property may hold schemas: properties, items, anyOf, $defs
    schema.properties().forEach(p -> checkBounded(name, path + "/" + p.getKey(), p.getValue()));
    for (int i = 0; schema.isArray() && i < schema.size(); i++) {
      checkBounded(name, path + "/" + i, schema.get(i));
    }
  }

  private static IllegalArgumentException wrong(String step, String file, String what) {
    return new IllegalArgumentException("steps/" + step + "/" + file + ": " + what);
  }

  /**
   * The definition of a step.
   *
   * @throws IllegalArgumentException when there is no step of this name
   */
  public StepDefinition step(String name) {
    return definitions.get(byName(name).name());
  }

  /**
   * The name of a step's folder: its own, or that of the step whose prompt it uses.
   *
   * @throws IllegalArgumentException when there is no step of this name
   */
  public String folder(String name) {
    return byName(name).folder();
  }

  Step byName(String name) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no step " + name));
  }

  /** All steps, in the order of the pipeline. */
  public List<Step> steps() {
    return steps;
  }

  /** The engine that finds negations. */
  public Scopes scopes() {
    return scopes;
  }

  /** What asks for boxes, at the end of the prompt of the step {@code findings}. */
  String boxes() {
    return boxes;
  }

  /** Checks what a model writes. */
  AnswerWords answers() {
    return answers;
  }

  /** Tells which claims speak of a change since an earlier study. */
  ComparingClaims comparing() {
    return comparing;
  }

  /** Finds the claims about a side that no image shows. */
  UnseenSides unseenSides() {
    return unseenSides;
  }

  public NameWords names() {
    return names;
  }

  /** The definitions of all steps, in the order of the pipeline. */
  public List<StepDefinition> all() {
    return List.copyOf(definitions.values());
  }
}
