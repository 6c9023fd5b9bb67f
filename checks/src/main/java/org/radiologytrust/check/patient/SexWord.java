package org.radiologytrust.check.patient;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Atoms;
import org.radiologytrust.text.words.Phrases;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code sex-word}: compares the words for the patient ("woman", "he", "Mr. Smith", "67F") with the
 * recorded sex. A word that may mean a relative, a member of staff or an unborn child is skipped.
 */
final class SexWord implements Check {
  static final String ID = "sex-word";

  private static final int NEAR = 3;

  private record OfSex(
      @Nullable List<String> nouns,
      @Nullable List<String> pronouns,
      @Nullable List<String> titles,
      @Nullable List<String> letters,
      @Nullable List<String> attached) {}

  private record File(
      @Nullable OfSex female,
      @Nullable OfSex male,
      @Nullable List<String> labels,
      @Nullable List<String> notBefore,
      @Nullable List<String> ofBefore,
      @Nullable List<String> notBehind,
      @Nullable List<String> notBehindPronoun,
      @Nullable List<String> notBeforePronoun) {}

  /** The words for one sex. */
  private static final class Words {
    final Set<String> nouns;
    final Set<String> pronouns;
    final Set<String> titles;
    final Set<String> letters;
    final Set<String> attached;

    Words(@Nullable OfSex s) {
      nouns = Phrases.words(s == null ? null : s.nouns());
      pronouns = Phrases.words(s == null ? null : s.pronouns());
      titles = Set.copyOf(SiteFiles.orEmpty(s == null ? null : s.titles()));
      letters = Set.copyOf(SiteFiles.orEmpty(s == null ? null : s.letters()));
      attached = Phrases.words(s == null ? null : s.attached());
    }
  }

  private final Words female;
  private final Words male;
  private final Set<String> labels;
  private final Set<String> notBefore;
  private final Set<String> ofBefore;
  private final Set<String> notBehind;
  private final Set<String> notBehindPronoun;
  private final Phrases notBeforePronoun;
  private final AgeStatements ages;
  private final Persons persons;

  SexWord(SiteFiles files, AgeStatements ages, Persons persons) {
    File f = files.words("sex-words.yaml", new TypeReference<File>() {});
    female = new Words(f.female());
    male = new Words(f.male());
    labels = Phrases.words(f.labels());
    notBefore = Phrases.words(f.notBefore());
    ofBefore = Phrases.words(f.ofBefore());
    notBehind = Phrases.words(f.notBehind());
    notBehindPronoun = Phrases.words(f.notBehindPronoun());
    notBeforePronoun = new Phrases(SiteFiles.orEmpty(f.notBeforePronoun()));
    this.ages = ages;
    this.persons = persons;
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
    if (sex == null || persons.sexUnsure(r)) {
      return r.silent("the sex may differ from the words");
    }
    Words foreign = sex.female() ? male : female;
    if (sex.female() && persons.pregnancy(r)) {
      return r.silent("the report is about a pregnancy");
    }
    List<CheckResult> results = new ArrayList<>();
    boolean otherBefore = false;
    for (SentenceReading sentence : r.sentences()) {
      if (sentence.section() == Section.ADMINISTRATIVE) {
        continue;
      }
      Sought sought = new Sought(sentence.words(), foreign, otherBefore);
      sought.search();
      if (sought.first >= 0) {
        results.add(
            sex.contradicted(
                ID, sought.t.evidence(sought.first, sought.last), "the patient with a word"));
      }
      otherBefore = sought.other;
    }
    return results;
  }

  /** The search of one sentence. */
  private final class Sought {
    final WordTokens t;
    private final Words foreign;

    /** Whether another person was named in the sentence before or earlier in this one. */
    boolean other;

    int first = -1;
    int last;

    Sought(WordTokens t, Words foreign, boolean otherBefore) {
      this.t = t;
      this.foreign = foreign;
      this.other = otherBefore;
    }

    void search() {
      boolean named = false;
      boolean relative = false;
      for (int i = 0; i < t.size(); i++) {
        boolean hereOther = persons.other(t, i, i);
        boolean hereStaff = persons.staff(t, i, i);
        named |= hereOther || hereStaff;
        relative |= hereOther;
        if (first < 0) {
          word(i, relative);
        }
        other |= hereOther || hereStaff;
      }
      if (first < 0) {
        behindAge();
      }
      // what a sentence before the last one named is no longer meant
      other = named;
    }

    private void word(int i, boolean otherHere) {
      String w = t.word(i);
      if (foreign.nouns.contains(w)) {
        if (otherHere || otherNoun(i)) {
          other = true;
        } else {
          found(i, i);
        }
      } else if (foreign.pronouns.contains(w) && !other && pronoun(i)) {
        found(i, i);
      } else if (foreign.titles.contains(t.raw(i)) && titled(i)) {
        found(i, i + 1);
      } else if (foreign.letters.contains(t.raw(i)) && i > 0 && labels.contains(t.word(i - 1))) {
        found(i - 1, i);
      }
    }

    private boolean otherNoun(int i) {
      if (i + 1 < t.size()
          && t.clause(i + 1) == t.clause(i)
          && (notBehind.contains(t.word(i + 1)) || persons.staff(t, i + 1, i + 1))) {
        return true;
      }
      if (Window.before(t, i, NEAR).inClause().has(notBefore::contains)) {
        return true;
      }
      return i > 1 && ofBefore.contains(t.word(i - 2)) && t.clause(i - 2) == t.clause(i)
          || i + 1 < t.size() && persons.other(t, i + 1, i + 1);
    }

    private boolean pronoun(int i) {
      return !abbreviation(i)
          && !(i + 1 < t.size() && notBehindPronoun.contains(t.word(i + 1)))
          && notBeforePronoun.endingAt(new Atoms(t), i - 1) == 0;
    }

    /** Whether a word in capitals stands beside a word that is not: "HE 4/5". */
    private boolean abbreviation(int i) {
      return t.raw(i).equals(t.raw(i).toUpperCase(Locale.ROOT))
          && (i > 0 && small(i - 1) || i + 1 < t.size() && small(i + 1));
    }

    private boolean small(int i) {
      return !t.raw(i).equals(t.raw(i).toUpperCase(Locale.ROOT))
          || Character.isDigit(t.raw(i).charAt(0));
    }

    /** "Mr. Smith", not "Mr imaging" */
    private boolean titled(int i) {
      return i + 1 < t.size() && Character.isUpperCase(t.raw(i + 1).charAt(0));
    }

    /** "67F", "67 yo F", "67yoF", "72 y/o RHM" */
    private void behindAge() {
      Atoms a = new Atoms(t);
      for (AgeStatement s : ages.in(t)) {
        int end = s.next() - 1;
        int next = s.next();
        if (foreign.letters.contains(a.raw(end)) || foreign.attached.contains(a.at(end))) {
          found(s.first(), s.last());
        } else if (a.together(end, next) && letter(a, next)) {
          found(s.first(), a.word(next));
        }
        if (first >= 0) {
          return;
        }
      }
    }

    private boolean letter(Atoms a, int i) {
      return foreign.letters.contains(a.raw(i)) || foreign.attached.contains(a.at(i));
    }

    private void found(int from, int to) {
      first = from;
      last = to;
    }
  }
}
