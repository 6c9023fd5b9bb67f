package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;

/**
 * The headings of reports and the column names of tables, from {@code lab/checks/sections.yaml}.
 */
final class SectionNames {
  /** A heading that the file does not list: capitals and a colon. */
  private static final Pattern UNLISTED =
      Pattern.compile("[ \\t]*\\p{Lu}[\\p{Lu}0-9 &/,()-]{2,50}:[ \\t]*");

  private final Map<Place, List<String>> names;
  private final Pattern listed;

  private SectionNames(Map<Place, List<String>> names) {
    this.names = names;
    String any =
        names.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    listed =
        Pattern.compile(
            "[ \\t]*(" + any + ")(?:[ \\t]*:[ \\t]*|[ \\t]*$)", Pattern.CASE_INSENSITIVE);
  }

  static SectionNames load(SiteFiles files) {
    return new SectionNames(
        new EnumMap<>(
            files.yaml(
                "lab/checks/sections.yaml", new TypeReference<Map<Place, List<String>>>() {})));
  }

  /**
   * A heading at the start of a line.
   *
   * @param length of the heading with its colon and the blanks behind it
   */
  record Heading(Place place, int length) {}

  Optional<Heading> heading(String line) {
    Matcher m = listed.matcher(line);
    if (m.lookingAt()) {
      String words = m.group(1);
      boolean colon = m.group().contains(":");
      if (colon || words.equals(words.toUpperCase(Locale.ROOT))) {
        return Optional.of(new Heading(place(words), m.end()));
      }
    }
    Matcher other = UNLISTED.matcher(line);
    return other.lookingAt()
        ? Optional.of(new Heading(Place.OTHER, other.end()))
        : Optional.empty();
  }

  /** The place that a heading or a column name means; {@link Place#OTHER} for an unknown one. */
  Place place(String name) {
    return names.entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(name.strip()::equalsIgnoreCase))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Place.OTHER);
  }

  /** The heading to write: the first name of the place. */
  String title(Place place) {
    return names.get(place).get(0);
  }
}
