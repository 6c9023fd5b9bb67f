package org.radiologytrust.check.tables;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds the categories that a report gives to this examination, not those of an earlier one or of a
 * legend. The words around them are in {@code assessments.yaml}.
 */
final class Assessments {
  /** Why checks of categories are silent. */
  static final String NONE = "the report gives no category of a system";

  /** How many words before a category can say that it is of another time. */
  private static final int BEFORE = 4;

  private static final int LEGEND = 3;

  record Words(
      @MayBeEmpty Terms earlier,
      @MayBeEmpty Terms notGiven,
      @MayBeEmpty Set<String> between,
      @MayBeEmpty Set<String> around,
      @MayBeEmpty Terms overall,
      @MayBeEmpty Terms lesion,
      @MayBeEmpty Map<String, List<String>> types,
      @MayBeEmpty Terms nodules,
      @MayBeEmpty Terms several,
      @MayBeEmpty Set<String> points,
      @MayBeEmpty Terms totals) {}

  /** A category with its sentence. */
  record Given(NamedCategory named, SentenceReading sentence) {
    String category() {
      return named.category();
    }

    WordTokens words() {
      return sentence.words();
    }
  }

  private final Words words;
  private final CategoryReader categories;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  Assessments(SiteFiles files, CategoryReader categories) {
    words = files.words("assessments.yaml", new TypeReference<Words>() {});
    this.categories = categories;
  }

  Words words() {
    return words;
  }

  /** Whether there is a type of lesion of this name. */
  boolean hasType(String type) {
    return words.types().containsKey(type);
  }

  /** The categories that exist and are given, in order of the text. */
  List<Given> in(ReportReading r) {
    List<Given> found = new ArrayList<>();
    List<Given> row = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      List<NamedCategory> here = categories.in(s.words());
      List<Given> given =
          here.stream()
              .filter(named -> named.known() && given(s, named))
              .map(named -> new Given(named, s))
              .toList();
      boolean lesion = words.lesion().anyIn(s.words());
      if (lesion || here.isEmpty()) {
        addUnlessLegend(row, found);
      }
      if (lesion) {
        found.addAll(given);
      } else {
        row.addAll(given);
      }
    }
    addUnlessLegend(row, found);
    return found;
  }

  /**
   * Many categories of a system, one behind the other and without a lesion, are a legend; fewer
   * where each stands first: "BI-RADS 1: negative".
   */
  private static void addUnlessLegend(List<Given> row, List<Given> found) {
    boolean first =
        row.stream()
            .allMatch(g -> g.sentence().equals(row.get(0).sentence()) || g.named().first() == 0);
    long most =
        row.stream()
            .collect(
                Collectors.groupingBy(
                    g -> g.named().system(),
                    Collectors.mapping(Given::category, Collectors.toSet())))
            .values()
            .stream()
            .mapToInt(Set::size)
            .max()
            .orElse(0);
    if (most < (first ? LEGEND : LEGEND + 1)) {
      found.addAll(row);
    }
    row.clear();
  }

  /** Those of one table's system; empty where the table does not apply. */
  List<Given> of(AssessmentTable table, List<Given> all, ReportReading r) {
    List<Given> found =
        all.stream().filter(g -> g.named().system().equals(table.system())).toList();
    return found.isEmpty() || anywhere(table.unless(), r) ? List.of() : found;
  }

  /** Whether a sentence has one of these words. */
  static boolean anywhere(@Nullable Terms some, ReportReading r) {
    return some != null && r.sentences().stream().anyMatch(s -> some.anyIn(s.words()));
  }

  private boolean given(SentenceReading s, NamedCategory named) {
    WordTokens t = s.words();
    int negation = s.scopes().negation(named.last());
    // "BI-RADS 1: negative" and "no abnormality, BI-RADS 1" do not deny the category
    return (negation < 0
            || negation > named.last()
            || t.clause(negation) != t.clause(named.first()))
        && s.scopes().time(named.last()) == MentionTime.NOW
        && !t.question()
        && words.notGiven().in(t).stream().noneMatch(hit -> hit.first() < named.first())
        && !Window.before(t, named.first(), BEFORE).has(words.earlier());
  }
}
