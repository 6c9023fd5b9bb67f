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
  /** What each step's prompt may, and must, ask for. */
  private static final Map<String, Set<String>> PLACEHOLDERS =
      Map.of(
          "claims", Set.of("sentences"),
          "findings", Set.of("images", "modality", "bodyPart", "view"),
          "alignment", Set.of("images", "modality", "bodyPart", "claims", "findings"),
          "rewrite", Set.of("claims"),
          "summaries", Set.of("claims"));

  /** Steps that go through a list of claims, and the list in their answer. */
  private static final Map<String, String> LISTS =
      Map.of("claims", "claims", "alignment", "judgements", "rewrite", "rewrites");

  /** The alignment, asked about blank images: by its prompt, schema and settings. */
  static final String BLANK = "blank";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, StepDefinition> steps = new LinkedHashMap<>();
  private final Negations negations;
  private final NameWords names;

  private StepCatalog(SiteFiles files) {
    for (String name : List.of("claims", "findings", "alignment", "rewrite", "summaries")) {
      steps.put(name, load(name, files));
      if (name.equals("alignment")) {
        steps.put(BLANK, steps.get(name).as(BLANK));
      }
    }
    negations = Negations.load(files);
    names = NameWords.load(files);
  }

  /**
   * @param files where the step folders and the word lists are
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  public static StepCatalog load(SiteFiles files) {
    return new StepCatalog(files);
  }

  /** The content of step.yaml. */
  private record Settings(
      String model,
      boolean image,
      int answerTokens,
      int answerTokensPerItem,
      boolean choices,
      int version) {}

  private static StepDefinition load(String name, SiteFiles files) {
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
      checkPlaceholders(name, prompt);
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
      checkRoom(name, settings, schema);
      if (settings.choices && schema.findValue("enum") == null) {
        throw wrong(name, "step.yaml", "choices is true, but schema.json has no enum");
      }
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
      return new StepDefinition(
          name,
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

  private static void checkPlaceholders(String name, String prompt) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(prompt);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    if (!found.equals(PLACEHOLDERS.get(name))) {
      throw wrong(
          name, "prompt.md", "placeholders must be " + new TreeSet<>(PLACEHOLDERS.get(name)));
    }
  }

  /** What a step is asked about at once has to fit its answer and the list in it. */
  private static void checkRoom(String name, Settings settings, JsonNode schema) {
    String list = LISTS.get(name);
    int perItem = settings.answerTokensPerItem;
    if (list == null) {
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

  /** The step of this name; it exists. */
  public StepDefinition step(String name) {
    return steps.get(name);
  }

  Negations negations() {
    return negations;
  }

  NameWords names() {
    return names;
  }

  /** All of them, in the order of the pipeline. */
  public List<StepDefinition> all() {
    return List.copyOf(steps.values());
  }
}
