package org.radiologytrust.journal.inbox;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.PatientMatch.Attribute;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;

/**
 * The patient whom the head of a report's text names, in lines such as {@code Patient name: ROE,
 * JANET DOB: 02/03/1961 MRN: 4711}. Weighed against the message's patient by the rule for two
 * mentions in one message. A number alone contradicts nobody: it may be one of another system.
 */
final class PatientInText {
  /** The head: further lines are findings. */
  private static final int LINES = 40;

  private static final int LONGEST_LINE = 300;

  private static final Pattern LINE = Pattern.compile("\\R");

  /** A name after it is one. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:\\bpatient(?:['’]?s)?\\s+name|\\bname\\s+of\\s+(?:the\\s+)?patient)\\s*[:=]");

  /** Words after it may be no name: it counts only beside a birth date or number that differs. */
  private static final Pattern PERHAPS_NAME =
      Pattern.compile("(?i)^\\s*(?:patient|pt|name|re)\\s*[:=]");

  private static final Pattern BORN =
      Pattern.compile(
          "(?i)\\b(?:DOB|D\\.O\\.B\\.?|date\\s+of\\s+birth|birth\\s?date|born)\\s*[:=]?\\s*"
              + "(\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}|\\d{8}|\\d{1,2}[ -][a-z]{3,9}[ -]\\d{4}"
              + "|[a-z]{3,9} \\d{1,2},? \\d{4})(?!\\d)");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?i)\\b(?:MRN|medical\\s+record\\s+(?:number|no\\.?|#)|patient\\s+(?:id|no\\.?|number))"
              + "\\s*[:=#]+\\s*([A-Z]{0,5}[-]?\\d[A-Z0-9-]{2,20})\\b");

  /** Where a name ends: the next label, a column, a bracket. */
  private static final Pattern END =
      Pattern.compile(
          "\\s{2,}|\\t|[|;(/]|(?i:\\b(?:DOB|D\\.O\\.B|date of|birth|born|MRN|medical"
              + "|patient|age|sex|gender|id|acc|accession|exam|study)\\b)");

  private static final Pattern TITLE = Pattern.compile("(?i)^(?:mrs?|ms|miss|dr|prof)\\.?\\s+");

  /** A word of a name: a capital letter first. */
  private static final Pattern WORD = Pattern.compile("\\p{Lu}[\\p{L}'’.-]*");

  private static final int MOST_WORDS = 5;

  private static final List<DateTimeFormatter> DATES =
      Stream.of(
              "uuuuMMdd",
              "uuuu-M-d",
              "uuuu/M/d",
              "uuuu.M.d",
              "M/d/uuuu",
              "d/M/uuuu",
              "d.M.uuuu",
              "M-d-uuuu",
              "d-M-uuuu",
              "M.d.uuuu",
              "d MMM uuuu",
              "d-MMM-uuuu",
              "d MMMM uuuu",
              "MMM d uuuu",
              "MMMM d uuuu")
          .map(PatientInText::format)
          .toList();

  private PatientInText() {}

  private static DateTimeFormatter format(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH);
  }

  /** Whether the text names another patient than the message does. */
  static boolean isOfAnother(Report report) {
    Patient own = report.patient();
    Optional<Patient> named = of(report.text(), own);
    if (named.isEmpty()) {
      return false;
    }
    PatientMatch match = PatientMatch.inOneMessage(own, named.get());
    List<Attribute> against = match.contradicting();
    boolean person = against.contains(Attribute.NAME) || against.contains(Attribute.BIRTH_DATE);
    boolean otherGivenName = !named.get().familyName().isEmpty() && !match.isSameName();
    return match.contradicts() && (person || otherGivenName);
  }

  /**
   * The patient of the head; empty if it names none.
   *
   * @param own decides which of two readings of a date or number counts
   */
  private static Optional<Patient> of(String text, Patient own) {
    String name = "";
    String perhaps = "";
    LocalDate born = null;
    Identifier number = null;
    for (String line : (Iterable<String>) LINE.splitAsStream(text).limit(LINES)::iterator) {
      String head = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
      name = name.isEmpty() ? name(NAME, head) : name;
      perhaps = perhaps.isEmpty() ? name(PERHAPS_NAME, head) : perhaps;
      Matcher date = BORN.matcher(head);
      born = born == null && date.find() ? date(date.group(1), own.birthDate()) : born;
      Matcher id = NUMBER.matcher(head);
      number = number == null && id.find() ? number(id.group(1), own) : number;
    }
    boolean same =
        born != null && born.equals(own.birthDate())
            || number != null && own.identifiers().contains(number);
    if (name.isEmpty() && !same && (born != null || number != null)) {
      name = perhaps;
    }
    if (name.isEmpty() && born == null || own.familyName().isEmpty() && own.givenName().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Patient(
            number == null ? List.of() : List.of(number), name, name, born, Sex.UNKNOWN, ""));
  }

  /** The words of a name behind a label; empty if they do not look like one. */
  private static String name(Pattern label, String line) {
    Matcher found = label.matcher(line);
    if (!found.find()) {
      return "";
    }
    String rest = line.substring(found.end()).strip();
    Matcher end = END.matcher(rest);
    String value =
        TITLE.matcher(end.find() ? rest.substring(0, end.start()) : rest).replaceFirst("");
    List<String> words =
        Arrays.stream(value.split("[\\s,^]+")).filter(word -> !word.isEmpty()).toList();
    boolean isName =
        words.size() >= 2
            && words.size() <= MOST_WORDS
            && words.stream().allMatch(word -> WORD.matcher(word).matches());
    return isName ? String.join(" ", words) : "";
  }

  /** The date as the message has it, if it can be read so; otherwise the first reading. */
  private static @Nullable LocalDate date(String value, @Nullable LocalDate own) {
    String plain = value.replace(",", "");
    List<LocalDate> readings = new ArrayList<>();
    for (DateTimeFormatter format : DATES) {
      try {
        readings.add(LocalDate.parse(plain, format));
      } catch (DateTimeException e) {
        // another form
      }
    }
    return readings.contains(own) ? own : readings.isEmpty() ? null : readings.get(0);
  }

  private static Identifier number(String value, Patient own) {
    String plain = plain(value);
    return own.identifiers().stream()
        .filter(id -> plain(id.value()).equals(plain))
        .findFirst()
        .orElse(new Identifier("", value, ""));
  }

  private static String plain(String number) {
    return number.toUpperCase(Locale.ROOT).replaceFirst("^0+", "");
  }
}
