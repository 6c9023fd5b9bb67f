package org.radiologytrust.pipeline.mask;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.DateMention.Order;
import org.radiologytrust.text.words.CleanText;
import org.radiologytrust.text.words.WordTokens;

/**
 * Takes out of the texts of one report what names a person, for use outside the hospital: names and
 * numbers become X, as for a model ({@link Mask}), and dates move by a number of days, so that the
 * time between them stays. Whatever else can be a name is told, and the text must not be given away
 * then.
 */
public final class Nameless {
  /** Stands for a date until the masks are done; no clean text of a message has it. */
  private static final String DATE = "\u0001";

  private static final Pattern DATES = Pattern.compile(DATE);
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\d]+(?:['\u2019]\\p{L}+)?");
  private static final Pattern OWNED = Pattern.compile("['\u2019][sS]$");

  /** Addresses of mail and web, UIDs, telephone numbers, and days without a year. */
  private static final Pattern ADDRESSES_AND_NUMBERS =
      Pattern.compile(
          "[\\w.+-]+@[\\w.-]+\\w"
              + "|\\b(?:https?://|www\\.)\\S+"
              + "|\\b\\d+(?:\\.\\d+){3,}\\b"
              + "|(?<![\\w.])\\+?\\(?\\d{2,5}\\)?[ /.-]\\(?\\d{3,}\\)?(?:[ -]\\d{2,}){0,4}\\b"
              + ("|\\b" + Mask.MONTH + " (?:the )?\\d{1,2}(?:st|nd|rd|th)?\\b(?! ?[cm]m)")
              + ("|\\b\\d{1,2}(?:st|nd|rd|th)?[. ]{0,2}(?:of )?" + Mask.MONTH)
              + "|(?<=\\b(?:on|from|dated|since|prior|exam|study|ct|mri|comparison) )"
              + "(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\\d|3[01])\\b",
          Pattern.CASE_INSENSITIVE);

  /** The years of a life that few people reach. */
  private static final Pattern OLD =
      Pattern.compile(
          "\\b(?:9\\d|1[01]\\d)(?=[ -]?(?:years?|yrs?|y\\.?/?o|yo)\\b)|(?<=\\baged? )(?:9\\d|1[01]\\d)\\b",
          Pattern.CASE_INSENSITIVE);

  /** A longer word of capitals is no abbreviation. */
  private static final int ABBREVIATION = 5;

  private final NamelessWords words;
  private final Mask mask;
  private final Set<String> people;
  private final @Nullable LocalDate birth;
  private final LocalDate near;
  private final int days;
  private final @Nullable Order order;

  /**
   * @param texts all texts of the report that will be given away: a name that one of them shows as
   *     such is hidden in all
   * @param near a day near which years of two digits are
   * @param days by which all dates move back
   */
  public Nameless(
      NamelessWords words, Report report, List<String> texts, LocalDate near, int days) {
    this.words = words;
    this.mask = new Mask(report, words.names());
    this.birth = report.patient().birthDate();
    this.near = near;
    this.days = days;
    this.people = people(report);
    List<String> lines = texts.stream().flatMap(Nameless::lines).toList();
    Set<Order> shown = new HashSet<>();
    for (String line : lines) {
      persons(line).forEach(found -> addWords(found.text(), people));
      dates(line).forEach(date -> shownOrder(date, shown));
    }
    this.order = shown.size() == 1 ? shown.iterator().next() : null;
  }

  /**
   * A text that names nobody, as far as its rules see.
   *
   * @param words the text
   * @param unsure words that may name somebody; a text with such a word must not be given away
   */
  public record Text(String words, Set<String> unsure) {
    public Text {
      unsure = Set.copyOf(unsure);
    }

    /** Withholds the words. */
    @Override
    public String toString() {
      return "Text[" + unsure.size() + " unsure]";
    }
  }

  /** The words of the patient's name, and of those who wrote or read the report. */
  private Set<String> people(Report report) {
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(
            Stream.of(
                report.patient().familyName(), report.patient().givenName(), report.radiologist()),
            report.authors().stream()
                .filter(author -> author.kind() == Author.Kind.PERSON)
                .map(Author::name))
        .forEach(name -> addWords(name, names));
    return names;
  }

  private void addWords(String name, Set<String> names) {
    wordsOf(CleanText.of(name).text())
        .map(NamelessWords::lower)
        .filter(word -> word.length() > 1 && !words.titleOrDegree(word))
        .forEach(names::add);
  }

  private static String bare(String word) {
    return OWNED.matcher(word).replaceAll("");
  }

  private static Stream<String> lines(String text) {
    return text.lines().map(line -> CleanText.of(line).text().replace(DATE, " "));
  }

  private static void shownOrder(DateMention date, Set<Order> shown) {
    for (Order order : Order.values()) {
      if (date.shows(order)) {
        shown.add(order);
      }
    }
  }

  private List<DateMention> dates(String line) {
    if (line.isBlank()) {
      return List.of();
    }
    Span whole = new Span(0, line.codePointCount(0, line.length()));
    return words.dates().in(WordTokens.of(new Sentence(1, Section.OTHER, whole, line)), near);
  }

  /** One of the texts, or a part of one. */
  public Text of(String text) {
    Set<String> unsure = new LinkedHashSet<>();
    String masked = lines(text).map(line -> line(line, unsure)).collect(Collectors.joining("\n"));
    return new Text(masked, unsure);
  }

  private String line(String line, Set<String> unsure) {
    List<String> moved = new ArrayList<>();
    String masked = withoutDates(line, moved);
    masked = mask.apply(masked);
    masked = ADDRESSES_AND_NUMBERS.matcher(masked).replaceAll(m -> Mask.crosses(m.group()));
    masked = hidden(masked, found(words.numbers(), "number", masked));
    masked = hidden(masked, persons(masked));
    masked = WORD.matcher(masked).replaceAll(m -> known(m.group()));
    masked = OLD.matcher(masked).replaceAll("90+");
    look(masked, unsure);
    return DATES.matcher(masked).replaceAll(m -> Matcher.quoteReplacement(moved.remove(0)));
  }

  /** The line with {@link #DATE} for each date, and what becomes of each. */
  private String withoutDates(String line, List<String> moved) {
    StringBuilder rest = new StringBuilder();
    int from = 0;
    for (DateMention date : dates(line)) {
      Span span = date.words().evidence(date.first(), date.last()).span();
      int start = line.offsetByCodePoints(0, span.start());
      rest.append(line, from, start).append(DATE);
      from = line.offsetByCodePoints(start, span.end() - span.start());
      moved.add(moved(date));
    }
    return rest.append(line.substring(from)).toString();
  }

  /** A day of which nobody knows which it is cannot be moved. */
  private String moved(DateMention date) {
    @Nullable LocalDate day =
        date.doubtful() && order == null
            ? null
            : date.readings()
                .getOrDefault(
                    order == null ? Order.DAY_MONTH : order,
                    date.readings().values().iterator().next());
    if (day == null || day.equals(birth)) {
      return "XXXX-XX-XX";
    }
    return switch (date.precision()) {
      case DAY -> day.minusDays(days).toString();
      // the middle of what it can mean
      case MONTH -> day.plusDays(14).minusDays(days).toString().substring(0, 7);
      case YEAR -> day.plusMonths(6).minusDays(days).toString().substring(0, 4);
    };
  }

  private record Found(int from, String text) {}

  private static List<Found> found(Pattern pattern, String group, String line) {
    List<Found> found = new ArrayList<>();
    Matcher m = pattern.matcher(line);
    while (m.find()) {
      found.add(new Found(m.start(group), m.group(group)));
    }
    return found;
  }

  /** The names of persons that the words before or behind them show to be such. */
  private List<Found> persons(String line) {
    List<Found> persons = new ArrayList<>();
    for (Pattern pattern : words.titled()) {
      found(pattern, "name", line).stream()
          // behind a title, an ordinary word in small letters is no name: "the doctor was told"
          .filter(f -> !Character.isLowerCase(f.text.codePointAt(0)) || !words.ordinary(f.text))
          .forEach(persons::add);
    }
    found(words.inRole(), "name", line).stream()
        .filter(f -> wordsOf(f.text).anyMatch(word -> !words.ordinary(word)))
        .forEach(persons::add);
    return persons;
  }

  private static Stream<String> wordsOf(String text) {
    return WORD.matcher(text).results().map(m -> bare(m.group()));
  }

  private static String hidden(String line, List<Found> all) {
    StringBuilder out = new StringBuilder(line);
    for (Found found : all) {
      for (int i = found.from; i < found.from + found.text.length(); i++) {
        char c = out.charAt(i);
        // half of a letter becomes a cross, too: all places stay
        if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
          out.setCharAt(i, 'X');
        }
      }
    }
    return out.toString();
  }

  /** Hides a word of a known name; one that is an ordinary word, too, is left to {@link #look}. */
  private String known(String word) {
    boolean name = people.contains(NamelessWords.lower(bare(word)));
    return name && !words.ordinary(bare(word))
        ? Mask.crosses(word)
        : Matcher.quoteReplacement(word);
  }

  /** Looks for words that may still name somebody. */
  private void look(String line, Set<String> unsure) {
    found(words.inRole(), "name", line).stream()
        .flatMap(f -> wordsOf(f.text))
        .filter(word -> word.length() > ABBREVIATION - 3 && words.alsoName(word))
        .forEach(unsure::add);
    boolean capitals = line.codePoints().noneMatch(Character::isLowerCase);
    Matcher m = WORD.matcher(line);
    while (m.find()) {
      String word = bare(m.group());
      if (suspect(word, capitals, within(line, m.start()))) {
        unsure.add(word);
      }
    }
  }

  private boolean suspect(String word, boolean capitals, boolean within) {
    if (word.chars().filter(Character::isLetter).allMatch(c -> c == 'X')
        && word.chars().noneMatch(Character::isDigit)) {
      return false;
    }
    if (word.chars().anyMatch(Character::isDigit)) {
      return word.chars().filter(Character::isDigit).count() > 2
          && word.chars().anyMatch(Character::isLetter)
          && !words.ordinary(word.replaceAll("\\d", ""));
    }
    if (!Character.isUpperCase(word.codePointAt(0)) || word.length() < 2) {
      return false;
    }
    if (people.contains(NamelessWords.lower(word))) {
      return true;
    }
    if (words.ordinary(word)) {
      boolean title = !capitals && !word.equals(word.toUpperCase(Locale.ROOT));
      return title && within && words.alsoName(word);
    }
    boolean abbreviation =
        !capitals
            && word.length() <= ABBREVIATION
            && word.codePoints().noneMatch(Character::isLowerCase);
    return !abbreviation;
  }

  /** Whether a word stands in the middle of a sentence: behind one in small letters. */
  private static boolean within(String line, int at) {
    int before = at - 1;
    if (before < 1 || line.charAt(before) != ' ') {
      return false;
    }
    int start = line.lastIndexOf(' ', before - 1) + 1;
    return line.substring(start, before).chars().allMatch(Character::isLowerCase);
  }
}
