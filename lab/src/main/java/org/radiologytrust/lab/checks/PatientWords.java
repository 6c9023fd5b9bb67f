package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Sex;

/** Reads the age and sex that a report names, with {@code lab/checks/patient.yaml}. */
final class PatientWords {
  /**
   * @param ages patterns by unit (y, m, w, d); group 1 is the number
   * @param periods patterns that name a time of life, with an age such as 6m
   * @param female patterns of words and organs
   * @param male the same
   * @param words for a slot such as {man}: the word for a man, then that for a woman
   */
  record Data(
      Map<String, List<String>> ages,
      Map<String, String> periods,
      List<String> female,
      List<String> male,
      Map<String, List<String>> words) {}

  /** How much of a report names its patient. */
  private static final int BEGIN = 1_500;

  private final Data data;

  private PatientWords(Data data) {
    this.data = data;
  }

  static PatientWords load(SiteFiles files) {
    return new PatientWords(files.yaml("lab/checks/patient.yaml", new TypeReference<Data>() {}));
  }

  /** Words for slots, such as {@code man}, with the word for a man and that for a woman. */
  Map<String, List<String>> words() {
    return data.words;
  }

  /** The age that the report names first, such as {@code 61y}. */
  Optional<String> age(String report) {
    String begin = report.substring(0, Math.min(BEGIN, report.length()));
    String found = null;
    int first = Integer.MAX_VALUE;
    for (var unit : data.ages.entrySet()) {
      for (String pattern : unit.getValue()) {
        Matcher m = matcher(pattern, begin);
        if (m.find() && m.start() < first) {
          first = m.start();
          found = m.group(1) + unit.getKey();
        }
      }
    }
    for (var period : data.periods.entrySet()) {
      Matcher m = matcher(period.getKey(), begin);
      if (found == null && m.find()) {
        found = period.getValue();
      }
    }
    return Optional.ofNullable(found);
  }

  /** The sex that the report's words name first. */
  Optional<Sex> sex(String report) {
    int female = first(data.female, report);
    int male = first(data.male, report);
    return female == male ? Optional.empty() : Optional.of(female < male ? Sex.FEMALE : Sex.MALE);
  }

  private static int first(List<String> patterns, String report) {
    int first = Integer.MAX_VALUE;
    for (String pattern : patterns) {
      Matcher m = matcher(pattern, report);
      first = m.find() ? Math.min(first, m.start()) : first;
    }
    return first;
  }

  private static Matcher matcher(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text);
  }
}
