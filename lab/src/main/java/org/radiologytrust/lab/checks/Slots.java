package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.lab.synth.RandomDraw;
import org.radiologytrust.model.Sex;

/** The words that replace the slots of one wording. */
final class Slots {
  private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z]+[A-Za-z0-9-]*)}");
  private static final List<String> DATES =
      List.of("MM/dd/yyyy", "M/d/yyyy", "M/d/yy", "yyyy-MM-dd", "MMMM d, yyyy", "d MMM yyyy");
  private static final List<Integer> SHIFTS =
      List.of(3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, -4, -6, -9, -10, -15, -20, -30);
  private static final int ADULT = 18;
  private static final int OLD = 95;

  private final Map<String, String> words = new HashMap<>();

  /**
   * @param message whose patient and day the words name
   * @param earlier day of the earlier report
   * @param examined what the report is about, whatever its order says
   */
  Slots(
      Kind kind,
      Message message,
      LocalDate earlier,
      Exam examined,
      StudyWords studies,
      PatientWords patients,
      RandomDraw draw) {
    new TreeMap<>(kind.words().slots()).forEach((slot, all) -> words.put(slot, draw.pick(all)));
    new TreeMap<>(kind.words().sets()).forEach((set, all) -> words.putAll(draw.pick(all)));
    sides(examined, draw);
    patient(message, patients, draw);
    exam(examined, studies, draw);
    dates(message.study(), earlier, draw);
  }

  private void sides(Exam exam, RandomDraw draw) {
    boolean left = exam.oneSided() ? exam.side().equals("left") : draw.percent(50);
    words.put("side", left ? "left" : "right");
    words.put("other", left ? "right" : "left");
  }

  private void patient(Message message, PatientWords patients, RandomDraw draw) {
    boolean man = message.subject().sex() == Sex.MALE;
    patients
        .words()
        .forEach(
            (slot, pair) -> {
              words.put(slot, pair.get(man ? 0 : 1));
              words.put("not-" + slot, pair.get(man ? 1 : 0));
            });
    int age = message.subject().age(message.study());
    words.put("age", String.valueOf(age));
    words.put("decade", String.valueOf(age / 10 * 10));
    int wrong = wrong(age, draw);
    words.put("not-age", String.valueOf(wrong));
  }

  /** An age of an adult that is years away from this one. */
  static int wrong(int age, RandomDraw draw) {
    int wrong = age + draw.pick(SHIFTS);
    while (wrong < ADULT || wrong > OLD) {
      wrong = age + draw.pick(SHIFTS);
      if (age < ADULT || age + Collections.min(SHIFTS) > OLD) {
        wrong = ADULT + draw.below(OLD - ADULT);
      }
    }
    return wrong;
  }

  private void exam(Exam exam, StudyWords studies, RandomDraw draw) {
    if (!exam.known()) {
      return;
    }
    words.put("modality", studies.data().modalities().get(exam.modality()).words().get(0));
    List<String> own = exam.parts().stream().map(id -> studies.part(id).words().get(0)).toList();
    words.put("part", String.join(" and ", own));
    words.put(
        "not-modality",
        studies.data().modalities().get(Others.modality(exam, studies, draw)).words().get(0));
    words.put("not-part", studies.part(Others.part(exam, studies, draw)).words().get(0));
  }

  private void dates(LocalDate study, LocalDate earlier, RandomDraw draw) {
    DateTimeFormatter form = DateTimeFormatter.ofPattern(draw.pick(DATES), Locale.ENGLISH);
    words.put("past", study.minusDays(20 + draw.below(900)).format(form));
    words.put("future", study.plusDays(3 + draw.below(700)).format(form));
    words.put("date", study.format(form));
    words.put("earlier", earlier.format(form));
    words.put("earlier-other-year", earlier.minusYears(1).format(form));
    words.put("earlier-other-month", earlier.minusMonths(1).format(form));
    words.put("past-year", String.valueOf(study.getYear() - 1 - draw.below(6)));
    words.put("future-year", String.valueOf(study.getYear() + 1 + draw.below(3)));
    words.put("past-month", study.minusMonths(2 + draw.below(20)).format(MONTH));
    words.put("future-month", study.plusMonths(2 + draw.below(20)).format(MONTH));
  }

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

  /**
   * The words with every slot replaced. A slot that begins with a capital gets a capital, and one
   * in capitals gets capitals.
   *
   * @throws IllegalArgumentException naming a slot that has no words
   */
  String fill(String pattern) {
    return SLOT.matcher(pattern).replaceAll(m -> Matcher.quoteReplacement(word(m.group(1))));
  }

  private String word(String slot) {
    String word = words.get(slot.toLowerCase(Locale.ROOT));
    if (word == null) {
      throw new IllegalArgumentException("there are no words for the slot {" + slot + "}");
    }
    if (slot.length() > 1 && slot.equals(slot.toUpperCase(Locale.ROOT))) {
      return fill(word).toUpperCase(Locale.ROOT);
    }
    return Character.isUpperCase(slot.charAt(0)) ? capital(fill(word)) : fill(word);
  }

  /** Fills a sentence and begins it with a capital. */
  String sentence(String pattern) {
    return capital(fill(pattern));
  }

  private static String capital(String s) {
    return s.isEmpty() ? s : s.substring(0, 1).toUpperCase(Locale.ROOT) + s.substring(1);
  }
}
