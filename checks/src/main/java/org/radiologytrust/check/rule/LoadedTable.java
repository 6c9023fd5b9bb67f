package org.radiologytrust.check.rule;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;

/**
 * What a person loads for all nodes, as one text: the table of strengths, then the exceptions and
 * each rule, each behind a line such as {@code --- # rules/NAME.yaml}.
 *
 * @param strengths content of {@code check/strengths.yaml}; empty for the shipped one
 * @param others contents of {@code check/exceptions.yaml} and of the site's rules, by file
 */
public record LoadedTable(String strengths, SortedMap<String, String> others) {
  private static final Pattern FILE =
      Pattern.compile("(?m)^--- # (check/exceptions[.]yaml|rules/[^/\\s]+[.]yaml)\\R");

  /** The site's own table of strengths. */
  public static final String STRENGTHS = "check/strengths.yaml";

  /** The site's exceptions. */
  public static final String EXCEPTIONS = "check/exceptions.yaml";

  public LoadedTable {
    others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
  }

  /** Reads the text of one. */
  public static LoadedTable of(String text) {
    SortedMap<String, String> others = new TreeMap<>();
    Matcher file = FILE.matcher(text);
    int end = text.length();
    boolean more = file.find();
    String strengths = text.substring(0, more ? file.start() : end);
    while (more) {
      String name = file.group(1);
      int from = file.end();
      more = file.find();
      others.put(name, text.substring(from, more ? file.start() : end));
    }
    return new LoadedTable(strengths, others);
  }

  /** That of a site's own files as they are now; empty where it has none of them. */
  public static Optional<LoadedTable> of(SiteFiles files) {
    Optional<String> own = files.ownText(STRENGTHS);
    LoadedTable table = of(own.orElse(""));
    SortedMap<String, String> others = new TreeMap<>(table.others);
    files.ownText(EXCEPTIONS).ifPresent(text -> others.put(EXCEPTIONS, text));
    files.own(SiteRules.FOLDER).forEach(name -> others.put(name, files.text(name)));
    return own.isEmpty() && others.isEmpty()
        ? Optional.empty()
        : Optional.of(new LoadedTable(table.strengths, others));
  }

  /** The same with another table of strengths. */
  public LoadedTable with(String otherStrengths) {
    return new LoadedTable(otherStrengths, others);
  }

  /** The same with other exceptions. */
  public LoadedTable withExceptions(String text) {
    SortedMap<String, String> changed = new TreeMap<>(others);
    changed.put(EXCEPTIONS, text);
    return new LoadedTable(strengths, changed);
  }

  /** Content of {@code check/exceptions.yaml}; empty for none. */
  public String exceptions() {
    return others.getOrDefault(EXCEPTIONS, "");
  }

  /** Contents of the site's rules, by file. */
  public SortedMap<String, String> rules() {
    SortedMap<String, String> rules = new TreeMap<>(others);
    rules.remove(EXCEPTIONS);
    return rules;
  }

  /** One text, of which {@link #of(String)} makes the same. */
  public String text() {
    StringBuilder text = new StringBuilder(strengths);
    others.forEach(
        (name, other) -> line(text).append("--- # ").append(name).append('\n').append(other));
    return text.toString();
  }

  private static StringBuilder line(StringBuilder text) {
    return text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? text : text.append('\n');
  }
}
