package org.radiologytrust.text.changes;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;

/**
 * A sentence of one version that states something about the images.
 *
 * @param sizes the lengths and weights that it gives, each as one text
 * @param recommended what it recommends, and when, each as one text
 */
record Statement(SentenceReading reading, Set<String> sizes, Set<String> recommended) {
  private static final Pattern NUMBER = Pattern.compile("^(?:\\d{1,2}[.)]|[-*\u2022])\\s+");
  private static final Pattern END = Pattern.compile("[.;:\\s]+$");

  Span span() {
    return reading.sentence().span();
  }

  /**
   * Equal for statements that say the same in the same words: without the number in a list and the
   * full stop, and with the sides that other lines give it.
   */
  String key() {
    String text = reading.words().text().toLowerCase(Locale.ROOT).strip();
    String bare = END.matcher(NUMBER.matcher(text).replaceFirst("")).replaceFirst("");
    return bare.replaceAll("\\s+", " ") + "|" + sides();
  }

  /** Its words, each once. */
  Set<String> words() {
    return IntStream.range(0, reading.words().size())
        .mapToObj(reading.words()::word)
        .collect(Collectors.toSet());
  }

  List<Side> sides() {
    return reading.mentions().stream()
        .flatMap(m -> Stream.ofNullable(m.side()))
        .distinct()
        .sorted()
        .toList();
  }

  Set<String> families() {
    return reading.mentions(MentionKind.FINDING).map(Mention::family).collect(Collectors.toSet());
  }

  /** The findings that it states of now, surely or as possible. */
  List<Mention> findings() {
    return named().filter(m -> m.polarity() == Polarity.AFFIRMED).toList();
  }

  /** The same, and those of which nobody knows whether they are denied. */
  Stream<Mention> named() {
    return reading
        .mentions(MentionKind.FINDING)
        .filter(m -> m.polarity() != Polarity.DENIED)
        .filter(m -> m.time() == MentionTime.NOW && m.certainty() != Certainty.ASKED);
  }

  /** How sure it is of a finding, with the words of doubt. */
  Set<String> doubts(String family) {
    return named()
        .filter(m -> m.family().equals(family))
        .map(m -> m.certainty() + doubt(m))
        .collect(Collectors.toSet());
  }

  private String doubt(Mention m) {
    int first = reading.scopes().doubt(m.last());
    return first < 0
        ? ""
        : IntStream.rangeClosed(first, reading.scopes().doubtEnd(m.last()))
            .mapToObj(reading.words()::word)
            .collect(Collectors.joining(" ", " ", ""));
  }
}
