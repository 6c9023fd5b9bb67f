package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A finding as it is spoken of.
 *
 * @param name one of its names
 * @param side left, right, or empty
 * @param size word, measure or count; empty = none
 * @param place where, with {@code {side}}
 */
record Noun(FindingWords words, String name, String side, String size, String place) {
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

  Noun with(String otherSide, String otherSize) {
    return new Noun(words, name, otherSide, otherSize, place);
  }

  /** By the name that the list of findings has. */
  Noun byOwnName() {
    return new Noun(words, words.name(), side, size, place);
  }

  private String article(String phrase) {
    if (counted() || words.mass().contains(name)) {
      return phrase;
    }
    String start = phrase.toLowerCase(Locale.ROOT);
    return (AN.stream().anyMatch(start::startsWith) ? "an " : "a ") + phrase;
  }

  /** A text with the side in its place; without one, without the blank too. */
  static String at(String text, String side) {
    return side.isEmpty() ? text.replace("{side} ", "") : text.replace("{side}", side);
  }

  private static String join(String... parts) {
    return Stream.of(parts).filter(p -> !p.isEmpty()).collect(Collectors.joining(" "));
  }

  /** A pattern with this finding in its slots. */
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
