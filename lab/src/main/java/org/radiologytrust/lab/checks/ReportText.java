package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.lab.synth.RandomDraw;

/** A report's text cut at its headings. Unchanged parts keep their characters. Immutable. */
final class ReportText {
  private static final Pattern ITEM = Pattern.compile("(?m)^[ \\t]*(\\d{1,2})([.)])[ \\t]+");
  private static final Pattern BETWEEN =
      Pattern.compile("(?<=[\\p{Ll})]{2}[.!?])\\s+(?=\\p{Lu}\\p{Ll})");

  /**
   * @param head the heading with colon and blanks; empty for text before the first heading
   * @param tail white space behind the body
   */
  private record Part(Place place, String head, String body, String tail) {
    Part with(String other) {
      return new Part(place, head, other, tail);
    }

    String text() {
      return head + body + tail;
    }
  }

  private final SectionNames names;
  private final List<Part> parts;

  private ReportText(SectionNames names, List<Part> parts) {
    this.names = names;
    this.parts = List.copyOf(parts);
  }

  static ReportText of(String text, SectionNames names) {
    List<Part> parts = new ArrayList<>();
    Place place = Place.OTHER;
    String head = "";
    StringBuilder body = null;
    for (String line : text.split("\n", -1)) {
      Optional<SectionNames.Heading> heading = names.heading(line);
      if (heading.isPresent()) {
        if (body != null) {
          parts.add(part(place, head, body.toString()));
        }
        place = heading.get().place();
        head = line.substring(0, heading.get().length());
        body = new StringBuilder(line.substring(heading.get().length()));
      } else {
        body = body == null ? new StringBuilder(line) : body.append('\n').append(line);
      }
    }
    parts.add(part(place, head, body == null ? "" : body.toString()));
    return new ReportText(names, parts);
  }

  private static Part part(Place place, String head, String body) {
    String said = body.stripTrailing();
    int lead = said.length() - said.stripLeading().length();
    return new Part(
        place, head + said.substring(0, lead), said.substring(lead), body.substring(said.length()));
  }

  String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining("\n"));
  }

  /** Whether the report has this section with words in it. */
  boolean has(Place place) {
    return parts.stream().anyMatch(p -> p.place == place && !p.body.isBlank());
  }

  /** The words of all sections of this place. */
  String body(Place place) {
    return parts.stream()
        .filter(p -> p.place == place)
        .map(Part::body)
        .collect(Collectors.joining("\n"));
  }

  /** The words of the report, or of a section. */
  String words(Optional<Place> place) {
    return place.map(this::body).orElseGet(this::text);
  }

  /**
   * Adds a sentence to a section between two of its sentences, or as an item of its list; empty
   * without that section.
   */
  Optional<ReportText> insert(Place place, String sentence, RandomDraw draw) {
    return change(place, body -> inserted(body, sentence, draw));
  }

  private static String inserted(String body, String sentence, RandomDraw draw) {
    String said =
        body.equals(body.toUpperCase(Locale.ROOT)) ? sentence.toUpperCase(Locale.ROOT) : sentence;
    Matcher item = ITEM.matcher(body);
    int last = 0;
    String mark = "";
    while (item.find()) {
      last = Integer.parseInt(item.group(1));
      mark = item.group(2);
    }
    if (last > 1) {
      return body + "\n" + (last + 1) + mark + " " + said;
    }
    List<Integer> places = new ArrayList<>(List.of(0));
    Matcher between = BETWEEN.matcher(body);
    while (between.find()) {
      places.add(between.end());
    }
    places.add(body.length());
    int at = draw.pick(places);
    if (at < body.length()) {
      return body.substring(0, at) + said + " " + body.substring(at);
    }
    boolean ended = ".!?:".indexOf(body.charAt(body.length() - 1)) >= 0;
    return body + (ended ? " " : ". ") + said;
  }

  /** Replaces the words of a section, or adds the section above the findings. */
  ReportText set(Place place, String words) {
    Optional<ReportText> changed = change(place, body -> words);
    if (changed.isPresent()) {
      return changed.get();
    }
    List<Part> all = new ArrayList<>(parts);
    all.removeIf(p -> p.place == place);
    int at = 0;
    while (at < all.size() && all.get(at).place.compareTo(place) < 0) {
      at++;
    }
    all.add(at, new Part(place, names.title(place) + ": ", words, roomy() ? "\n" : ""));
    return new ReportText(names, all);
  }

  /** Adds a section at the end, whether or not the report has one of that name. */
  ReportText add(Place place, String words) {
    List<Part> all = new ArrayList<>(parts);
    all.add(new Part(place, (roomy() ? "\n" : "") + names.title(place) + ": ", words, ""));
    return new ReportText(names, all);
  }

  /** Whether a blank line stands between sections. */
  private boolean roomy() {
    return parts.stream().anyMatch(p -> p.tail.contains("\n"));
  }

  /** Removes a section; empty without it. */
  Optional<ReportText> drop(Place place) {
    List<Part> left = parts.stream().filter(p -> p.place != place).toList();
    return left.size() == parts.size() || left.isEmpty()
        ? Optional.empty()
        : Optional.of(new ReportText(names, left));
  }

  /** Changes the words of the longest section of this place; empty without that section. */
  Optional<ReportText> change(Place place, UnaryOperator<String> how) {
    int found = -1;
    for (int i = 0; i < parts.size(); i++) {
      Part p = parts.get(i);
      boolean longer = found < 0 || p.body.length() > parts.get(found).body.length();
      if (p.place == place && !p.body.isBlank() && longer) {
        found = i;
      }
    }
    if (found < 0) {
      return Optional.empty();
    }
    List<Part> all = new ArrayList<>(parts);
    all.set(found, all.get(found).with(how.apply(all.get(found).body)));
    return Optional.of(new ReportText(names, all));
  }

  /** Changes the words of every section. */
  ReportText changeAll(UnaryOperator<String> how) {
    return new ReportText(names, parts.stream().map(p -> p.with(how.apply(p.body))).toList());
  }
}
