package org.radiologytrust.check.rule;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.TriedReports;
import org.radiologytrust.check.base.TriedReports.Failure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.sections.Segmenter;

/**
 * The rules of a site, each from a file of its folder {@code rules}. One that is not valid, or with
 * which a case of its own fails, is refused; the others run.
 */
public final class SiteRules {
  static final String FOLDER = "rules";

  /** So that no folder makes the checks miss their time. */
  private static final int MOST_RULES = 200;

  private static final int MOST_CHARACTERS = 65_536;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+){0,7}");
  private static final int LONGEST_NAME = 40;

  private final List<Check> rules = new ArrayList<>();
  private final SortedMap<String, String> refused = new TreeMap<>();
  private final SiteFiles files;
  private final Function<Audit, ReportReading> reader;
  private final Set<String> findings;
  private final Set<String> places;

  /**
   * Reads all rules, and tries each with its own cases.
   *
   * @param files with the words that the rules are read by
   * @param texts contents of the rules' files, by their names
   * @param reader reads a segmented report
   */
  public SiteRules(
      SiteFiles files, SortedMap<String, String> texts, Function<Audit, ReportReading> reader) {
    this.files = files;
    this.reader = reader;
    findings = texts.isEmpty() ? Set.of() : findings(files);
    places = texts.isEmpty() ? Set.of() : places(files);
    texts.forEach(
        (name, text) -> {
          try {
            rules.add(rule(name, text));
          } catch (IllegalArgumentException e) {
            refused.put(id(name), String.valueOf(e.getMessage()));
          } catch (RuntimeException | StackOverflowError e) {
            refused.put(id(name), name + " cannot be read");
          }
        });
  }

  /** The id of the rule in a file. */
  public static String id(String file) {
    return CheckResult.SITE + file.substring(FOLDER.length() + 1).replaceFirst("[.]yaml$", "");
  }

  /** Those that run, in the order of their names. */
  public List<Check> rules() {
    return List.copyOf(rules);
  }

  /** Why the others do not run, by their ids: file, line, key or case, and what is wrong. */
  public SortedMap<String, String> refused() {
    return refused;
  }

  private static Set<String> findings(SiteFiles files) {
    return files
        .words("findings.yaml", new TypeReference<Map<String, Map<String, Object>>>() {})
        .values()
        .stream()
        .flatMap(family -> family.keySet().stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> places(SiteFiles files) {
    return files.words("anatomy.yaml", new TypeReference<Map<String, Object>>() {}).keySet();
  }

  private Check rule(String name, String text) {
    String id = id(name);
    if (!NAME.matcher(id).matches() || id.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          name
              + ": name the file by small letters, digits and hyphens, and with no more than "
              + (LONGEST_NAME - CheckResult.SITE.length())
              + " of them");
    }
    if (rules.size() == MOST_RULES) {
      throw new IllegalArgumentException(name + ": there are more than " + MOST_RULES + " rules");
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          name + " has more than " + MOST_CHARACTERS + " characters: divide it");
    }
    RuleFile file = files.yaml(name, text, new TypeReference<RuleFile>() {});
    refuse(name, text, unknown("sentence", file.sentence()));
    refuse(name, text, unknown("with", file.with()));
    refuse(name, text, unknown("unless", file.unless()));
    Check rule = new SiteRule(id, file, new Measurements(files));
    refuse(name, text, failure(rule, file.cases()));
    return rule;
  }

  /** What is wrong at a place of a file. */
  private record Fault(String place, String what) {}

  private void refuse(String name, String text, Optional<Fault> fault) {
    if (fault.isPresent()) {
      throw new IllegalArgumentException(
          files.message(name, text, fault.get().place, fault.get().what));
    }
  }

  private Optional<Fault> unknown(String key, @Nullable SentenceCondition condition) {
    return condition == null
        ? Optional.empty()
        : unknown(key + "/finding/", condition.finding(), findings, "findings.yaml")
            .or(() -> unknown(key + "/place/", condition.place(), places, "anatomy.yaml"));
  }

  private static Optional<Fault> unknown(
      String key, @Nullable List<String> ids, Set<String> known, String from) {
    List<String> all = SiteFiles.orEmpty(ids);
    return IntStream.range(0, all.size())
        .filter(i -> !known.contains(all.get(i)))
        .mapToObj(i -> new Fault(key + i, "is not in words/" + from + ": " + all.get(i)))
        .findFirst();
  }

  private Optional<Fault> failure(Check rule, List<TriedReports> cases) {
    Segmenter segmenter = Segmenter.of(files);
    return IntStream.range(0, cases.size())
        .boxed()
        .flatMap(
            i ->
                cases
                    .get(i)
                    .failure(segmenter, c -> !rule.check(c, reader.apply(c)).isEmpty())
                    .map(f -> new Fault("cases/" + i + "/" + f.list() + "/" + f.place(), told(f)))
                    .stream())
        .findFirst();
  }

  private static String told(Failure failure) {
    return "fails: the rule " + failure.what();
  }
}
