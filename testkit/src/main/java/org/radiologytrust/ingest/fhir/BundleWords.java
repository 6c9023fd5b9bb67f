package org.radiologytrust.ingest.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.mutation.Words;

/**
 * The words of a Bundle by whose they are, read from its JSON alone. In doubt a word is allowed:
 * what references mean that two resources answer, for example, is not for this reader to say.
 */
final class BundleWords {
  private static final String OF_CDA = BundleMutator.SYSTEM + "|";
  private static final Set<String> TAKEN_BACK = Set.of("entered-in-error", "cancelled");
  private static final Pattern EXTENSION =
      Pattern.compile("<id root=\"1.2.3\" extension=\"(\\w+)\"");

  private final Map<String, List<JsonNode>> byUrl = new HashMap<>();
  private final Set<String> mine = new HashSet<>();
  private final Set<String> allowed = new HashSet<>();
  private final Set<String> wrong = new HashSet<>();

  /**
   * @param patient the identifiers of the report's patient
   */
  BundleWords(JsonNode bundle, List<Identifier> patient) {
    patient.forEach(id -> mine.add(id.system() + "|" + id.value()));
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      index(entry.path("fullUrl").asText(), resource);
      index(resource.path("resourceType").asText() + "/" + resource.path("id").asText(), resource);
    }
    for (JsonNode entry : bundle.path("entry")) {
      words(entry.path("resource"), entry.path("resource"));
    }
  }

  private void index(String url, JsonNode resource) {
    List<JsonNode> known = byUrl.computeIfAbsent(url, u -> new ArrayList<>());
    if (known.stream().noneMatch(other -> other == resource)) {
      known.add(resource);
    }
  }

  /** Words that stand only in resources of another patient, or that were taken back. */
  Set<String> forbidden() {
    Set<String> forbidden = new HashSet<>(wrong);
    forbidden.removeAll(allowed);
    return forbidden;
  }

  private void words(JsonNode resource, JsonNode container) {
    boolean isReport = resource.path("resourceType").asText().equals("DiagnosticReport");
    boolean takenBack = !isReport && TAKEN_BACK.contains(resource.path("status").asText());
    boolean other = isOther(resource.path("subject"), container);
    collect(resource, container, takenBack || other);
  }

  private void collect(JsonNode node, JsonNode container, boolean isWrong) {
    if (node.isTextual()) {
      String text = node.asText();
      Words.in(text).forEach(word -> (isWrong ? wrong : allowed).add(word));
      decoded(text, isWrong);
    }
    node.properties()
        .forEach(
            field -> {
              if (field.getKey().equals("contained")) {
                field.getValue().forEach(contained -> words(contained, container));
              } else {
                collect(field.getValue(), container, isWrong);
              }
            });
    if (node.isArray()) {
      node.forEach(child -> collect(child, container, isWrong));
    }
  }

  private void decoded(String text, boolean isWrong) {
    if (text.length() < 8 || !text.matches("[A-Za-z0-9+/=]+")) {
      return;
    }
    try {
      String data = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      Matcher person = EXTENSION.matcher(data);
      boolean other = person.find() && !mine.isEmpty() && !mine.contains(OF_CDA + person.group(1));
      Words.in(data).forEach(word -> (isWrong || other ? wrong : allowed).add(word));
    } catch (IllegalArgumentException e) {
      // no base64
    }
  }

  private boolean isOther(JsonNode subject, JsonNode container) {
    Set<String> theirs = new HashSet<>();
    String reference = subject.path("reference").asText();
    List<JsonNode> targets = byUrl.getOrDefault(reference, List.of());
    if (reference.startsWith("#")) {
      targets = new ArrayList<>();
      for (JsonNode contained : container.path("contained")) {
        if (reference.equals("#" + contained.path("id").asText())) {
          targets.add(contained);
        }
      }
    }
    if (targets.size() == 1 && targets.get(0).path("resourceType").asText().equals("Patient")) {
      for (JsonNode id : targets.get(0).path("identifier")) {
        theirs.add(id.path("system").asText() + "|" + id.path("value").asText());
      }
    }
    return !theirs.isEmpty()
        && !mine.isEmpty()
        && theirs.stream().allMatch(id -> id.startsWith(OF_CDA) && !mine.contains(id))
        && mine.stream().allMatch(id -> id.startsWith(OF_CDA));
  }
}
