package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Study;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/**
 * {@code sex-organ}: compares organs in the report with the patient's administrative sex.
 *
 * <p>An organ that is called normal, abnormal or removed ("no prostate enlargement", "status post
 * hysterectomy") contradicts the sex. An organ that is called absent ("no uterus is seen") does
 * not. Sentences about family and donors, reports of a pregnancy, and patients whose sex is other
 * or unknown are skipped.
 */
final class SexOrgan implements ReportCheck {
  static final String ID = "sex-organ";

  private static final String FILE = "organs.yaml";
  private static final int BEHIND = 2;

  private record Words(
      List<String> female,
      List<String> male,
      List<String> absentBefore,
      List<String> absentBehind,
      List<String> others,
      List<String> pregnancy) {}

  private final Terms female;
  private final Terms male;
  private final Terms absentBefore;
  private final Terms absentBehind;
  private final Terms others;
  private final Terms pregnancy;

  SexOrgan(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    female = Terms.of(w.female());
    male = Terms.of(w.male());
    absentBefore = Terms.of(w.absentBefore());
    absentBehind = Terms.of(w.absentBehind());
    others = Terms.of(w.others());
    pregnancy = Terms.of(w.pregnancy());
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
    Evidence second = sex(c);
    if (second == null) {
      return List.of();
    }
    Terms foreign = second.value().equals("F") ? male : female;
    List<WordTokens> stated = Examination.stated(c);
    if (c.sentences().stream().map(WordTokens::of).anyMatch(pregnancy::anyIn)) {
      return List.of();
    }
    List<CheckResult> results = new ArrayList<>();
    for (WordTokens t : stated) {
      if (others.anyIn(t)) {
        continue;
      }
      int absentTo = -1;
      for (Terms.Hit hit : foreign.in(t)) {
        // "no uterus or vagina"
        boolean listed = absentTo >= 0 && hit.first() - absentTo <= 2;
        if (listed || absent(t, hit)) {
          absentTo = hit.last();
        } else {
          results.add(result(t.evidence(hit.first(), hit.last()), second));
          break;
        }
      }
    }
    return results;
  }

  /** The patient's sex with its field; {@code null} unless it is female or male. */
  private static @Nullable Evidence sex(Audit c) {
    Sex sex = c.report().patient().sex();
    if (sex != Sex.UNKNOWN) {
      return evidence(c.report().source(ReportField.SEX), sex);
    }
    for (Study s : c.studies()) {
      if (s.patient() != null && s.patient().sex() != Sex.UNKNOWN) {
        return evidence("PatientSex (0010,0040)", s.patient().sex());
      }
    }
    return null;
  }

  private static @Nullable Evidence evidence(String source, Sex sex) {
    return switch (sex) {
      case FEMALE -> Evidence.field(source, "F");
      case MALE -> Evidence.field(source, "M");
      case OTHER, UNKNOWN -> null;
    };
  }

  private boolean absent(WordTokens t, Terms.Hit hit) {
    for (int i = Math.max(0, hit.first() - 4); i < hit.first(); i++) {
      Terms.Hit before = absentBefore.at(t, i);
      boolean right =
          before != null
              && before.last() + 1 == hit.first()
              && t.clause(before.first()) == t.clause(hit.first());
      // "no uterus" means that there is none; "no uterine mass" does not
      if (right && (hit.last() + 1 == t.size() || ends(t, hit.last() + 1))) {
        return true;
      }
    }
    for (int i = hit.last() + 1; i < t.size() && i <= hit.last() + BEHIND; i++) {
      if (t.clause(i) == t.clause(hit.last()) && absentBehind.at(t, i) != null) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(WordTokens t, int i) {
    return t.clause(i) != t.clause(i - 1)
        || List.of("is", "are", "was", "or", "and", "seen", "identified", "visualized", "present")
            .contains(t.word(i));
  }

  private static CheckResult result(Evidence first, Evidence second) {
    String sex = second.value().equals("F") ? "female" : "male";
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        first,
        second,
        "The report names an organ that the patient's recorded sex ("
            + sex
            + ") does not suggest: check that the report belongs to this patient and that the sex is"
            + " recorded rightly.");
  }
}
