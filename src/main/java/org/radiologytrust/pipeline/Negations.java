package org.radiologytrust.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.CleanText;

/**
 * Finds negations, using the words in {@code negations.yaml}. All texts must be clean ({@link
 * CleanText}).
 */
final class Negations {
  private static final String FILE = "negations.yaml";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private record Words(
      List<String> negations,
      List<String> between,
      List<String> joins,
      List<String> ends,
      List<String> behind,
      List<String> auxiliaries) {}

  private final Pattern any;
  private final Pattern atEnd;
  private final Pattern joined;
  private final Pattern atStart;
  private final Pattern end;

  private Negations(Words words) {
    String negation = "(?<![\\p{L}\\p{N}])(?:" + any(words.negations()) + ")(?![\\p{L}\\p{N}])";
    any = Pattern.compile(negation, FLAGS);
    String between = "(?:[\\s-]{1,3}(?:" + any(words.between()) + ")(?!\\p{L})){0,5}[\\s-]*$";
    atEnd = Pattern.compile(negation + between, FLAGS);
    String end = "[.;:]|(?<!\\p{L})(?:" + any(words.ends()) + ")(?!\\p{L})";
    this.end = Pattern.compile(end, FLAGS);
    joined =
        Pattern.compile(
            negation
                + ("(?:(?!" + end + ").){1,120}(?<!\\p{L})(?:" + any(words.joins()) + ")")
                + between,
            FLAGS);
    atStart =
        Pattern.compile(
            ("^\\s{0,3}(?:(?:" + any(words.auxiliaries()) + ")\\s){0,4}")
                + ("(?:" + any(words.behind()) + ")(?![\\p{L}\\p{N}])"),
            FLAGS);
  }

  /**
   * @throws IllegalArgumentException naming the file and the problem in it
   */
  static Negations load(SiteFiles files) {
    Words words = files.words(FILE, new TypeReference<Words>() {});
    if (words == null
        || words.negations() == null
        || words.between() == null
        || words.joins() == null
        || words.ends() == null
        || words.behind() == null
        || words.auxiliaries() == null) {
      throw new IllegalArgumentException(
          FILE + ": needs the keys negations, between, joins, ends, behind and auxiliaries");
    }
    return new Negations(words);
  }

  private static String any(List<String> words) {
    return words.isEmpty()
        ? "(?!)"
        : String.join(
            "|",
            words.stream()
                .map(
                    w -> Pattern.quote(w).replace(" ", "\\E\\s\\Q").replace("'", "\\E['\u2019]\\Q"))
                .toList());
  }

  /**
   * Whether a text negates the words that follow it: it ends with a negation and small words, as in
   * "no evidence of".
   */
  boolean endsWithOne(String text) {
    return atEnd.matcher(CleanText.folded(text)).find();
  }

  /** Whether a text negates the words before it: it begins like "is not seen". */
  boolean startsWithOne(String text) {
    return atStart.matcher(CleanText.folded(text)).find();
  }

  /**
   * Whether a text joins the words that follow it to a negation: "no effusion or", followed by
   * "mass".
   */
  boolean joinedToOne(String text) {
    return joined.matcher(CleanText.folded(text)).find();
  }

  /** Whether a text contains a negation. */
  boolean in(String text) {
    return any.matcher(CleanText.folded(text)).find();
  }

  /**
   * The UTF-16 index of the last negation whose scope reaches the end of the text; empty when there
   * is none.
   */
  OptionalInt reaching(String clean) {
    String text = CleanText.folded(clean);
    Matcher matcher = any.matcher(text);
    OptionalInt last = OptionalInt.empty();
    while (matcher.find()) {
      boolean over = end.matcher(text).region(matcher.end(), text.length()).find();
      last = over ? OptionalInt.empty() : OptionalInt.of(matcher.start());
    }
    return last;
  }
}
