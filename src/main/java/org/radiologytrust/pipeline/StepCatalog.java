package org.radiologytrust.pipeline;

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
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Texts;

/**
 * Loads the step folders. Everything is checked here, so that a wrong prompt stops the start and
 * not an audit.
 */
public final class StepCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Step> steps;
  private final Map<String, StepDefinition> definitions = new LinkedHashMap<>();
  private final Negations negations;
  private final NameWords names;

  private StepCatalog(SiteFiles files, List<Step> steps) {
    this.steps = steps;
    for (Step step : steps) {
      if (!NAME.matcher(step.name()).matches()) {
        throw new IllegalArgumentException(
            "step " + step.name() + ": a name has lower-case letters, digits and dashes");
      }
      if (definitions.put(step.name(), load(step, files)) != null) {
        throw new IllegalArgumentException("there are two steps " + step.name());
      }
    }
    checkFolders(files);
    negations = Negations.load(files);
    names = NameWords.load(files);
  }

  /** A folder of the site that no step reads has a misspelt name. */
  private void checkFolders(SiteFiles files) {
    Set<String> known = new TreeSet<>(steps.stream().map(Step::folder).toList());
    for (String folder : files.folders("steps")) {
      if (!known.contains(folder)) {
        throw new IllegalArgumentException(
            "steps/"
                + folder
                + " is the folder of no step: there are "
                + String.join(", ", known)
                + "; a new step needs its class in a jar in lib");
      }
    }
  }

  /**
   * @param files where the step folders and the word lists are
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  public static StepCatalog load(SiteFiles files) {
    return load(files, StepList.all());
  }

  /** The steps that there are, in the order of the pipeline. */
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
      int answerTokensPerItem,
      boolean choices,
      int version) {}

  private static StepDefinition load(Step step, SiteFiles files) {
    String name = step.folder();
    try {
      Settings settings =
          files.yaml("steps/" + name + "/step.yaml", new TypeReference<Settings>() {});
      if (!Set.of("base", "lora").contains(Texts.orEmpty(settings.model))) {
        throw wrong(name, "step.yaml", "model is neither base nor lora");
      }
      if (settings.answerTokens < 1) {
        throw wrong(name, "step.yaml", "answerTokens is not a positive number");
      }
      String prompt = files.text("steps/" + name + "/prompt.md");
      checkPlaceholders(step, prompt);
      if (settings.image != prompt.contains("{{images}}")) {
        throw wrong(
            name,
            "step.yaml",
            "image is "
                + settings.image
                + ", so {{images}} in prompt.md "
                + (settings.image ? "is missing" : "has no images"));
      }
      JsonNode schema = JSON.readTree(files.text("steps/" + name + "/schema.json"));
      checkBounded(name, "", schema);
      checkRoom(step, settings, schema);
      if (settings.choices && schema.findValue("enum") == null) {
        throw wrong(name, "step.yaml", "choices is true, but schema.json has no enum");
      }
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
      return new StepDefinition(
          step.name(),
          settings.model,
          settings.image,
          settings.answerTokens,
          settings.answerTokensPerItem,
          settings.choices,
          settings.version,
          prompt,
          schema);
    } catch (JsonProcessingException e) {
      throw wrong(name, "schema.json", "is no JSON: " + e.getOriginalMessage());
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
          step.folder(), "prompt.md", "placeholders must be " + new TreeSet<>(step.inputs()));
    }
  }

  /** What a step is asked about at once has to fit its answer and the list in it. */
  private static void checkRoom(Step step, Settings settings, JsonNode schema) {
    String name = step.folder();
    String list = step.list();
    int perItem = settings.answerTokensPerItem;
    if (list.isEmpty()) {
      if (perItem != 0) {
        throw wrong(name, "step.yaml", "answerTokensPerItem is for steps that go through claims");
      }
      return;
    }
    if (perItem < 1 || perItem > settings.answerTokens) {
      throw wrong(name, "step.yaml", "answerTokensPerItem is not from 1 to answerTokens");
    }
    int items = settings.answerTokens / perItem;
    int most = schema.at("/properties/" + list + "/maxItems").asInt();
    if (most < items) {
      throw wrong(
          name,
          "schema.json",
          "maxItems of " + list + " is " + most + ", but step.yaml makes room for " + items);
    }
  }

  /** An unbounded string or array lets a model run to its token limit. */
  private static void checkBounded(String name, String path, JsonNode schema) {
    String type = schema.path("type").asText();
    if (type.equals("string") && !schema.has("maxLength") && !schema.has("enum")) {
      throw wrong(name, "schema.json", path + " is a string without maxLength");
    }
    if (type.equals("array") && !schema.has("maxItems")) {
      throw wrong(name, "schema.json", path + " is an array without maxItems");
    }
    // whatever holds schemas: properties, items, anyOf, $defs
    schema.properties().forEach(p -> checkBounded(name, path + "/" + p.getKey(), p.getValue()));
    for (int i = 0; schema.isArray() && i < schema.size(); i++) {
      checkBounded(name, path + "/" + i, schema.get(i));
    }
  }

  private static IllegalArgumentException wrong(String step, String file, String what) {
    return new IllegalArgumentException("steps/" + step + "/" + file + ": " + what);
  }

  /** The step of this name, as its folder says; it exists. */
  public StepDefinition step(String name) {
    return definitions.get(byName(name).name());
  }

  /**
   * The folder of the step of this name: its own, or that of the step whose prompt it asks with.
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

  /** All of them, in the order of the pipeline. */
  public List<Step> steps() {
    return steps;
  }

  Negations negations() {
    return negations;
  }

  NameWords names() {
    return names;
  }

  /** As their folders say, in the order of the pipeline. */
  public List<StepDefinition> all() {
    return List.copyOf(definitions.values());
  }
}
