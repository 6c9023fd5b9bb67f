package org.radiologytrust.check.patient;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code sex-organ}: compares organs in the report with the patient's administrative sex.
 *
 * <p>An organ that is called normal, abnormal or removed ("no prostate enlargement", "status post
 * hysterectomy") contradicts the sex. An organ that is called absent ("no uterus is seen") does
 * not. Sentences about family and donors, reports of a pregnancy, and patients whose sex is other
 * or unknown are skipped.
 */
final class SexOrgan implements Check {
  static final String ID = "sex-organ";

  private static final String FILE = "organs.yaml";
  private static final String ORGAN = "organ";
  private static final int BEHIND = 2;
  private static final int LISTED = 2;

  private record Words(
      @Nullable List<String> female,
      @Nullable List<String> male,
      @MayBeEmpty Terms absentBefore,
      @MayBeEmpty Terms absentBehind,
      @MayBeEmpty Set<String> absentEnds,
      @MayBeEmpty Terms notPatient,
      @Nullable List<String> notOrgans,
      @MayBeEmpty Terms birth,
      @MayBeEmpty Terms perinatal) {}

  private final Terms female;
  private final Terms male;
  private final Words words;
  private final Persons persons;

  SexOrgan(SiteFiles files, Persons persons) {
    words = files.words(FILE, new TypeReference<Words>() {});
    female = terms(files, words.female(), words.notOrgans());
    male = terms(files, words.male(), words.notOrgans());
    this.persons = persons;
  }

  /**
   * The longest term at a place wins, so a longer one that names no organ hides the organ in it.
   */
  private static Terms terms(
      SiteFiles files, @Nullable List<String> organs, @Nullable List<String> notOrgans) {
    return Terms.of(
        files, FILE, Map.of(ORGAN, SiteFiles.orEmpty(organs), "", SiteFiles.orEmpty(notOrgans)));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.SEX);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    RecordedSex sex = RecordedSex.of(c);
    if (sex == null || persons.sexUnsure(r) || sex.female() && persons.pregnancy(r)) {
      return r.silent("the sex may differ from the words, or the report is about a pregnancy");
    }
    Terms foreign = sex.female() ? male : female;
    boolean born =
        r.sentences().stream().map(SentenceReading::words).anyMatch(words.birth()::anyIn);
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading sentence : r.sentences()) {
      WordTokens t = sentence.words();
      if (sentence.section() == Section.ADMINISTRATIVE
          || persons.other(t, 0, t.size() - 1)
          || words.notPatient().anyIn(t)) {
        continue;
      }
      Terms.Hit present = present(t, organs(foreign, t, born));
      if (present != null) {
        results.add(sex.contradicted(ID, t.evidence(present.first(), present.last()), "an organ"));
      }
    }
    return results;
  }

  private List<Terms.Hit> organs(Terms foreign, WordTokens t, boolean born) {
    return foreign.in(t).stream()
        .filter(h -> h.id().equals(ORGAN))
        .filter(h -> !(born && words.perinatal().at(t, h.first()) != null))
        .toList();
  }

  /** The first organ that is not called absent; "no uterus or vagina" calls both so. */
  private Terms.@Nullable Hit present(WordTokens t, List<Terms.Hit> organs) {
    int n = organs.size();
    boolean[] absent = new boolean[n];
    for (int i = 0; i < n; i++) {
      absent[i] = absent(t, organs.get(i)) || i > 0 && absent[i - 1] && listed(organs, i);
    }
    for (int i = n - 2; i >= 0; i--) {
      absent[i] |= absent[i + 1] && listed(organs, i + 1);
    }
    for (int i = 0; i < n; i++) {
      if (!absent[i]) {
        return organs.get(i);
      }
    }
    return null;
  }

  private static boolean listed(List<Terms.Hit> organs, int i) {
    return organs.get(i).first() - organs.get(i - 1).last() <= LISTED;
  }

  private boolean absent(WordTokens t, Terms.Hit hit) {
    for (int i = Math.max(0, hit.first() - 4); i < hit.first(); i++) {
      Terms.Hit before = words.absentBefore().at(t, i);
      boolean right =
          before != null
              && before.last() + 1 == hit.first()
              && t.clause(before.first()) == t.clause(hit.first());
      // "no uterus" means that there is none; "no uterine mass" does not
      if (right && (hit.last() + 1 == t.size() || ends(t, hit.last() + 1))) {
        return true;
      }
    }
    return Window.behind(t, hit.last(), BEHIND).inClause().has(words.absentBehind());
  }

  private boolean ends(WordTokens t, int i) {
    return t.clause(i) != t.clause(i - 1) || words.absentEnds().contains(t.word(i));
  }
}
