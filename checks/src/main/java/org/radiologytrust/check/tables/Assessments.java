package org.radiologytrust.check.tables;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  record Words(
      @MayBeEmpty Terms earlier,
      @MayBeEmpty Terms notGiven,
      @MayBeEmpty Set<String> between,
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
    for (SentenceReading s : r.stated()) {
      for (NamedCategory named : categories.in(s.words())) {
        if (named.known() && given(s, named)) {
          found.add(new Given(named, s));
        }
      }
    }
    return found;
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
    // "BI-RADS 1: negative" denies nothing
    return (negation < 0 || negation > named.last())
        && s.scopes().time(named.last()) == MentionTime.NOW
        && !t.question()
        && words.notGiven().in(t).stream().noneMatch(hit -> hit.first() < named.first())
        && !Window.before(t, named.first(), BEFORE).has(words.earlier());
  }
}
