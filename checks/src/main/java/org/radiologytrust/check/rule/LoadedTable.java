package org.radiologytrust.check.rule;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;

/**
 * What a person loads for all nodes, as one text: the table of strengths, then each rule behind a
 * line {@code --- # rules/NAME.yaml}.
 *
 * @param strengths content of {@code check/strengths.yaml}; empty for the shipped one
 * @param rules contents of the site's rules, by file
 */
public record LoadedTable(String strengths, SortedMap<String, String> rules) {
  private static final Pattern FILE = Pattern.compile("(?m)^--- # (rules/[^/\\s]+[.]yaml)\\R");

  /** The site's own table of strengths. */
  public static final String STRENGTHS = "check/strengths.yaml";

  public LoadedTable {
    rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
  }

  /** Reads the text of one. */
  public static LoadedTable of(String text) {
    SortedMap<String, String> rules = new TreeMap<>();
    Matcher file = FILE.matcher(text);
    int end = text.length();
    boolean more = file.find();
    String strengths = text.substring(0, more ? file.start() : end);
    while (more) {
      String name = file.group(1);
      int from = file.end();
      more = file.find();
      rules.put(name, text.substring(from, more ? file.start() : end));
    }
    return new LoadedTable(strengths, rules);
  }

  /** That of a site's own files as they are now; empty where it has none of them. */
  public static Optional<LoadedTable> of(SiteFiles files) {
    Optional<String> own = files.ownText(STRENGTHS);
    List<String> names = files.own(SiteRules.FOLDER);
    if (own.isEmpty() && names.isEmpty()) {
      return Optional.empty();
    }
    LoadedTable table = of(own.orElse(""));
    SortedMap<String, String> rules = new TreeMap<>(table.rules);
    names.forEach(name -> rules.put(name, files.text(name)));
    return Optional.of(new LoadedTable(table.strengths, rules));
  }

  /** The same with another table of strengths. */
  public LoadedTable with(String otherStrengths) {
    return new LoadedTable(otherStrengths, rules);
  }

  /** One text, of which {@link #of(String)} makes the same. */
  public String text() {
    StringBuilder text = new StringBuilder(strengths);
    rules.forEach(
        (name, rule) -> line(text).append("--- # ").append(name).append('\n').append(rule));
    return text.toString();
  }

  private static StringBuilder line(StringBuilder text) {
    return text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? text : text.append('\n');
  }
}
