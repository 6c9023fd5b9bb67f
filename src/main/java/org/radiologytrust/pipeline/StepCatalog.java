package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.model.Texts;

/**
 * Loads the step folders: ours from the class path, each file of which a site's folder of the same
 * name may replace. Everything is checked here, so that a wrong prompt stops the start and not an
 * audit.
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

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Map<String, StepDefinition> steps = new LinkedHashMap<>();

  private StepCatalog() {}

  /**
   * @param site folder with step folders of the site's own, or {@code null}
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  public static StepCatalog load(Path site) {
    StepCatalog catalog = new StepCatalog();
    for (String name : List.of("claims", "findings", "alignment", "rewrite", "summaries")) {
      catalog.steps.put(name, load(name, site));
    }
    return catalog;
  }

  /** The content of step.yaml. */
  private record Settings(String model, boolean image, int answerTokens, int version) {}

  private static StepDefinition load(String name, Path site) {
    try {
      Settings settings = YAML.readValue(file(name, "step.yaml", site), Settings.class);
      if (!Set.of("base", "lora").contains(Texts.orEmpty(settings.model))) {
        throw wrong(name, "step.yaml", "model is neither base nor lora");
      }
      if (settings.answerTokens < 1) {
        throw wrong(name, "step.yaml", "answerTokens is not a positive number");
      }
      String prompt = file(name, "prompt.md", site);
      checkPlaceholders(name, prompt);
      JsonNode schema = JSON.readTree(file(name, "schema.json", site));
      checkBounded(name, "", schema);
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
      return new StepDefinition(
          name,
          settings.model,
          settings.image,
          settings.answerTokens,
          settings.version,
          prompt,
          schema);
    } catch (IOException e) {
      throw wrong(name, "", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
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

  /** An unbounded string or array lets a model run to its token limit. */
  private static void checkBounded(String name, String path, JsonNode schema) {
    String type = schema.path("type").asText();
    if (type.equals("string") && !schema.has("maxLength") && !schema.has("enum")) {
      throw wrong(name, "schema.json", path + " is a string without maxLength");
    }
    if (type.equals("array") && !schema.has("maxItems")) {
      throw wrong(name, "schema.json", path + " is an array without maxItems");
    }
    schema
        .path("properties")
        .properties()
        .forEach(p -> checkBounded(name, path + "/" + p.getKey(), p.getValue()));
    if (schema.has("items")) {
      checkBounded(name, path + "/items", schema.get("items"));
    }
  }

  private static IllegalArgumentException wrong(String step, String file, String what) {
    return new IllegalArgumentException("step " + step + "/" + file + ": " + what);
  }

  private static String file(String step, String file, Path site) throws IOException {
    if (site != null && Files.isRegularFile(site.resolve(step).resolve(file))) {
      return Files.readString(site.resolve(step).resolve(file));
    }
    try (InputStream in = StepCatalog.class.getResourceAsStream("/steps/" + step + "/" + file)) {
      if (in == null) {
        throw new IOException("missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The step of this name; it exists. */
  public StepDefinition step(String name) {
    return steps.get(name);
  }

  /** All of them, in the order of the pipeline. */
  public List<StepDefinition> all() {
    return List.copyOf(steps.values());
  }
}
