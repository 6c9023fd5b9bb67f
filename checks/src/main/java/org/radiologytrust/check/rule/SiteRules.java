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
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.TriedReports;
import org.radiologytrust.check.base.TriedReports.Failure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.sections.Segmenter;

/**
 * The rules in a site's folder {@code rules}. One that is not valid, or with which a case of its
 * own fails, is refused; the others run.
 */
public final class SiteRules {
  private static final String FOLDER = "rules";

  /** So that no folder makes the checks miss their time. */
  private static final int MOST_RULES = 200;

  private static final int MOST_CHARACTERS = 65_536;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+){0,7}");
  private static final int LONGEST_NAME = 40;
  private static final String PREFIX = "site-";

  private final List<Check> rules = new ArrayList<>();
  private final SortedMap<String, String> refused = new TreeMap<>();
  private final SiteFiles files;
  private final Function<Audit, ReportReading> reader;
  private final Set<String> findings;
  private final Set<String> places;

  /**
   * Reads all rules, and tries each with its own cases.
   *
   * @param reader reads a segmented report
   */
  public SiteRules(SiteFiles files, Function<Audit, ReportReading> reader) {
    this.files = files;
    this.reader = reader;
    List<String> names = files.own(FOLDER);
    findings = names.isEmpty() ? Set.of() : findings(files);
    places = names.isEmpty() ? Set.of() : places(files);
    for (String name : names) {
      String id = PREFIX + name.substring(FOLDER.length() + 1).replaceFirst("[.]yaml$", "");
      try {
        rules.add(rule(id, name));
      } catch (IllegalArgumentException e) {
        refused.put(id, String.valueOf(e.getMessage()));
      } catch (RuntimeException | StackOverflowError e) {
        refused.put(id, name + " cannot be read");
      }
    }
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

  private Check rule(String id, String name) {
    if (!NAME.matcher(id).matches() || id.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          name
              + ": name the file by small letters, digits and hyphens, and with no more than "
              + (LONGEST_NAME - PREFIX.length())
              + " of them");
    }
    if (rules.size() == MOST_RULES) {
      throw new IllegalArgumentException(name + ": there are more than " + MOST_RULES + " rules");
    }
    if (files.text(name).length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          name + " has more than " + MOST_CHARACTERS + " characters: divide it");
    }
    RuleFile file = files.yaml(name, new TypeReference<RuleFile>() {});
    known(name, "sentence", file.sentence());
    known(name, "with", file.with());
    known(name, "unless", file.unless());
    Check rule = new SiteRule(id, file, new Measurements(files));
    tryCases(rule, name, file.cases());
    return rule;
  }

  private void known(String name, String key, @Nullable SentenceCondition condition) {
    if (condition != null) {
      known(name, key + "/finding", condition.finding(), findings, "findings.yaml");
      known(name, key + "/place", condition.place(), places, "anatomy.yaml");
    }
  }

  private void known(
      String name, String key, @Nullable List<String> ids, Set<String> known, String from) {
    List<String> all = SiteFiles.orEmpty(ids);
    for (int i = 0; i < all.size(); i++) {
      if (!known.contains(all.get(i))) {
        String place = key + "/" + i;
        throw refused(name, place, "is not in words/" + from + ": " + all.get(i));
      }
    }
  }

  private void tryCases(Check rule, String name, List<TriedReports> cases) {
    Segmenter segmenter = Segmenter.of(files);
    for (int i = 0; i < cases.size(); i++) {
      Optional<Failure> failure =
          cases.get(i).failure(segmenter, c -> !rule.check(c, reader.apply(c)).isEmpty());
      if (failure.isPresent()) {
        Failure first = failure.get();
        String place = "cases/" + i + "/" + first.list() + "/" + first.place();
        throw refused(name, place, "fails: the rule " + first.what());
      }
    }
  }

  private IllegalArgumentException refused(String name, String place, String what) {
    return new IllegalArgumentException(files.message(name, place, what));
  }
}
