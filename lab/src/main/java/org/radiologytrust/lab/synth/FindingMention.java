package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a report mentions a finding.
 *
 * @param name one of the finding's names
 * @param side left, right, or empty
 * @param size word, measurement or count; empty if not mentioned
 * @param place where it is; may contain <code>{side}</code>
 */
record FindingMention(FindingWords words, String name, String side, String size, String place) {
  private static final List<String> AN = List.of("a", "e", "i", "o", "u", "8", "11 ", "18 ");

  boolean counted() {
    return !size.isEmpty() && words.counts().contains(size);
  }

  boolean measured() {
    return !size.isEmpty() && Character.isDigit(size.charAt(0));
  }

  /** Size, side and name. */
  String bare() {
    return join(size, side, counted() ? words.many() : name);
  }

  /** Side and name. */
  String plainName() {
    return join(side, name);
  }

  String withArticle() {
    return article(bare());
  }

  String withArticleWithoutSide() {
    return article(join(size, counted() ? words.many() : name));
  }

  String where() {
    return at(place, side);
  }

  FindingMention with(String otherSide, String otherSize) {
    return new FindingMention(words, name, otherSide, otherSize, place);
  }

  /** The same with the finding's own name, as in the list of findings. */
  FindingMention byOwnName() {
    return new FindingMention(words, words.name(), side, size, place);
  }

  private String article(String phrase) {
    if (counted() || words.mass().contains(name)) {
      return phrase;
    }
    String start = phrase.toLowerCase(Locale.ROOT);
    return (AN.stream().anyMatch(start::startsWith) ? "an " : "a ") + phrase;
  }

  /** Fills in the side; without a side, the slot and the space after it are removed. */
  static String at(String text, String side) {
    return side.isEmpty() ? text.replace("{side} ", "") : text.replace("{side}", side);
  }

  private static String join(String... parts) {
    return Stream.of(parts).filter(p -> !p.isEmpty()).collect(Collectors.joining(" "));
  }

  /** Fills the slots of a pattern with this mention. */
  String in(String pattern) {
    return pattern
        .replace("{a}", withArticle())
        .replace("{A}", capital(withArticle()))
        .replace("{it}", bare())
        .replace("{It}", capital(bare()))
        .replace("{na}", withArticleWithoutSide())
        .replace("{NA}", capital(withArticleWithoutSide()))
        .replace("{x}", plainName())
        .replace("{X}", capital(plainName()))
        .replace("{where}", where())
        .replace("{size}", size)
        .replace("{side}", side)
        .replace("{cause}", words.cause());
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
