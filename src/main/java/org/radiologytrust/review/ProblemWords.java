package org.radiologytrust.review;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;

/**
 * Says in one sentence what is wrong: the quoted words first, then where they stand and what
 * contradicts them. The sentences are those of {@code sentences-of-flags.yaml}, which explains
 * them. A check without one, such as a site's own, is told by its action.
 */
public final class ProblemWords {
  private static final String FILE = "sentences-of-flags.yaml";
  private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");
  private static final Pattern QUOTED = Pattern.compile("“[^“”]*”");

  private final Map<String, List<String>> sentences;

  /**
   * @throws IllegalArgumentException if the file is not valid; the message names file and kind
   */
  public ProblemWords(SiteFiles files) {
    sentences = files.words(FILE, new TypeReference<Map<String, List<String>>>() {});
    sentences.forEach((kind, all) -> all.forEach(sentence -> check(kind, sentence)));
  }

  private static void check(String kind, String sentence) {
    Matcher place = PLACE.matcher(sentence);
    while (place.find()) {
      if (value(place.group(1), ProblemParts.NONE).isEmpty()) {
        throw new IllegalArgumentException(
            FILE + ": the sentence of " + kind + " names " + place.group() + ", which is nothing");
      }
    }
    if (!sentence.endsWith(".")) {
      throw new IllegalArgumentException(FILE + ": the sentence of " + kind + " has no end");
    }
  }

  public String of(Audit audit, Problem problem) {
    return of(ProblemParts.of(audit, problem));
  }

  /** The sentence; empty for a report without a problem. */
  public String of(ProblemParts parts) {
    return sentences.getOrDefault(parts.kind(), List.of()).stream()
        .flatMap(sentence -> filled(sentence, parts).stream())
        .findFirst()
        .orElseGet(() -> told(parts));
  }

  private static String told(ProblemParts parts) {
    return parts.quote().isEmpty() ? parts.action() : quoted(parts.quote()) + ". " + parts.action();
  }

  /** Empty if something is not known that the sentence names. */
  private static Optional<String> filled(String sentence, ProblemParts parts) {
    StringBuilder filled = new StringBuilder();
    Matcher place = PLACE.matcher(sentence);
    while (place.find()) {
      String value = value(place.group(1), parts).orElseThrow();
      if (value.isEmpty() && !place.group(1).endsWith("in")) {
        return Optional.empty();
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return Optional.of(place.appendTail(filled).toString());
  }

  /** What a name between braces stands for; nothing for an unknown name. */
  private static Optional<String> value(String name, ProblemParts parts) {
    boolean apart = !parts.place().equals(parts.otherPlace());
    return switch (name) {
      case "quote" -> Optional.of(quoted(parts.quote()));
      case "in" -> Optional.of(apart ? in(parts.place()) : "");
      case "other" -> Optional.of(quoted(parts.other()));
      case "other in" -> Optional.of(apart ? in(parts.otherPlace()) : "");
      case "value" -> Optional.of(parts.value());
      case "what" -> Optional.of(what(parts.action()));
      default -> Optional.empty();
    };
  }

  private static String quoted(String words) {
    return words.isEmpty() ? "" : "“" + words + "”";
  }

  private static String in(String section) {
    return section.isEmpty() ? "" : " in the " + section;
  }

  /** What is wrong, out of a sentence that goes on with what to do. */
  private static String what(String action) {
    String first = action.split(": ", 2)[0];
    return first.isEmpty()
        ? ""
        : first.substring(0, 1).toLowerCase(Locale.ENGLISH) + first.substring(1);
  }

  /** A piece of a sentence. */
  public record Piece(String text, boolean quoted) {}

  /** The pieces of a sentence between and within its quotation marks, which they lack. */
  public static List<Piece> pieces(String sentence) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    Matcher quote = QUOTED.matcher(sentence);
    while (quote.find()) {
      add(pieces, sentence.substring(from, quote.start()), false);
      add(pieces, sentence.substring(quote.start() + 1, quote.end() - 1), true);
      from = quote.end();
    }
    add(pieces, sentence.substring(from), false);
    return pieces;
  }

  private static void add(List<Piece> pieces, String text, boolean quoted) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, quoted));
    }
  }
}
