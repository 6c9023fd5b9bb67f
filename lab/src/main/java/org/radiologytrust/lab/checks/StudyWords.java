package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Texts;

/**
 * Words for examinations, from {@code lab/checks/studies.yaml}: reads what a title names, and
 * writes orders.
 */
final class StudyWords {
  /**
   * @param order names in orders
   * @param words names in reports; the first is used in sentences
   */
  record Name(List<String> order, List<String> words) {
    Name {
      order = List.copyOf(order);
      words = List.copyOf(words);
    }
  }

  /**
   * @param region parts of other regions are certainly other parts
   * @param sided whether there is one on the left and one on the right
   * @param modalities that may examine it
   * @param dicom BodyPartExamined
   */
  record Part(
      List<String> order,
      List<String> words,
      String region,
      boolean sided,
      @Nullable List<String> modalities,
      String dicom) {
    Part {
      order = List.copyOf(order);
      words = List.copyOf(words);
      modalities = Texts.copy(modalities);
    }
  }

  /**
   * @param modalities by DICOM code
   * @param parts by id
   * @param sides by left, right and both
   * @param contrast by with, without and both
   * @param views by number
   * @param families modalities that count as one
   * @param contrasted modalities whose orders may name contrast medium
   * @param projected modalities whose orders may name views
   * @param mirror words of a side with those of the other side
   * @param styles forms of an order with slots: {MODALITY}, {PART}, {SIDE}, {CONTRAST}, {VIEWS};
   *     {side} is in small letters, {=modality} as a report has it
   */
  record Data(
      Map<String, Name> modalities,
      Map<String, Part> parts,
      Map<String, Name> sides,
      Map<String, Name> contrast,
      Map<Integer, Name> views,
      List<Set<String>> families,
      Set<String> contrasted,
      Set<String> projected,
      Map<String, String> mirror,
      List<String> styles) {}

  private final Data data;
  private final Map<String, Pattern> patterns = new LinkedHashMap<>();

  private StudyWords(Data data) {
    this.data = data;
    data.modalities.forEach((id, n) -> patterns.put(id, pattern(n.words)));
    data.parts.forEach((id, p) -> patterns.put(id, pattern(p.words)));
    data.sides.forEach((id, n) -> patterns.put("side " + id, pattern(n.words)));
    data.contrast.forEach((id, n) -> patterns.put("contrast " + id, pattern(n.words)));
    data.views.forEach((id, n) -> patterns.put("views " + id, pattern(n.words)));
  }

  static StudyWords load(SiteFiles files) {
    return new StudyWords(files.yaml("lab/checks/studies.yaml", new TypeReference<Data>() {}));
  }

  private static Pattern pattern(List<String> words) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])(?:" + String.join("|", words) + ")(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE);
  }

  Data data() {
    return data;
  }

  Part part(String id) {
    return data.parts.get(id);
  }

  /** The modality and those that reports do not tell apart from it. */
  Set<String> family(String modality) {
    return data.families.stream()
        .filter(f -> f.contains(modality))
        .findFirst()
        .orElse(Set.of(modality));
  }

  /** Number of forms of an order. Odd ones have the side in a field of its own. */
  int styles() {
    return data.styles.size() * 2;
  }

  /** Modalities that the words name, in their order. */
  List<String> modalities(String words) {
    return named("", data.modalities.keySet(), words);
  }

  /** Body parts that the words name, in their order. */
  List<String> parts(String words) {
    return named("", data.parts.keySet(), words);
  }

  /** The side that the words name; empty for none, both for two. */
  String side(String words) {
    List<String> sides = named("side ", data.sides.keySet(), words);
    return sides.size() > 1 ? "both" : sides.isEmpty() ? "" : sides.get(0);
  }

  /** Use of contrast medium that the words name; empty for none or for several. */
  String contrast(String words) {
    List<String> uses = named("contrast ", data.contrast.keySet(), words);
    return uses.contains("both") ? "both" : uses.size() == 1 ? uses.get(0) : "";
  }

  /** Number of views that the words name; 0 for none or several. */
  int views(String words) {
    List<Integer> views =
        data.views.keySet().stream()
            .filter(n -> patterns.get("views " + n).matcher(words).find())
            .toList();
    return views.size() == 1 ? views.get(0) : 0;
  }

  private List<String> named(String prefix, Iterable<String> ids, String words) {
    Map<Integer, String> found = new TreeMap<>();
    for (String id : ids) {
      Matcher m = patterns.get(prefix + id).matcher(words);
      if (m.find()) {
        found.putIfAbsent(m.start(), id);
      }
    }
    return new ArrayList<>(found.values());
  }

  /** The words of an order. */
  String order(Exam exam) {
    if (!exam.words().isEmpty()) {
      return exam.words();
    }
    String style = data.styles.get(exam.style() / 2);
    boolean capitals = style.equals(style.toUpperCase(Locale.ROOT));
    Map<String, String> slots =
        Map.of(
            "modality", modality(exam, capitals),
            "part", parts(exam, capitals),
            "side", sideInField(exam) ? "" : name(data.sides, exam.side(), exam),
            "contrast", data.contrasted.contains(exam.modality()) ? contrast(exam) : "",
            "views", data.projected.contains(exam.modality()) ? views(exam) : "");
    String words = style;
    for (var slot : slots.entrySet()) {
      String word = slot.getValue();
      // forms in small letters use the words of reports
      words =
          words
              .replace("{" + slot.getKey().toUpperCase(Locale.ROOT) + "}", word)
              .replace("{" + slot.getKey() + "}", word.toLowerCase(Locale.ROOT))
              .replace("{=" + slot.getKey() + "}", word);
    }
    return words.replaceAll("\\s+", " ").strip();
  }

  private String modality(Exam exam, boolean capitals) {
    Name name = data.modalities.get(exam.modality());
    return name == null ? "" : capitals ? pick(name.order, exam.style()) : name.words.get(0);
  }

  private String parts(Exam exam, boolean capitals) {
    return exam.parts().stream()
        .map(data.parts::get)
        .map(p -> capitals ? pick(p.order, exam.style()) : p.words.get(0))
        .collect(Collectors.joining(capitals ? " " : " and "));
  }

  private String contrast(Exam exam) {
    return name(data.contrast, exam.contrast(), exam);
  }

  private String views(Exam exam) {
    Name name = data.views.get(exam.views());
    return name == null ? "" : pick(name.order, exam.style());
  }

  private static String name(Map<String, Name> names, String id, Exam exam) {
    Name name = names.get(id);
    return name == null ? "" : pick(name.order, exam.style());
  }

  private static String pick(List<String> words, int number) {
    return words.get(number % words.size());
  }

  /** Whether the order names the side in a field of its own and not in its words. */
  static boolean sideInField(Exam exam) {
    return exam.words().isEmpty() && exam.style() % 2 == 1 && !exam.side().isEmpty();
  }
}
