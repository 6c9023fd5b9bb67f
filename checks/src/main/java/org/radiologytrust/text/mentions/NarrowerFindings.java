package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.files.SiteFiles;

/** Which findings are kinds of another one, by the lists {@code also} of denied.yaml. */
public final class NarrowerFindings {
  private static final String FILE = "denied.yaml";

  private final Map<String, Set<String>> kinds = new HashMap<>();

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public NarrowerFindings(SiteFiles files) {
    JsonNode also =
        files
            .words(FILE, new TypeReference<Map<String, JsonNode>>() {})
            .getOrDefault("also", JsonNodeFactory.instance.arrayNode());
    for (JsonNode list : also) {
      Set<String> all = new HashSet<>();
      list.forEach(concept -> all.add(concept.asText()));
      kinds.put(list.path(0).asText(), Set.copyOf(all));
    }
  }

  /** The concept itself, and those that its denial denies, too. */
  public Set<String> of(String concept) {
    return kinds.getOrDefault(concept, Set.of(concept));
  }
}
