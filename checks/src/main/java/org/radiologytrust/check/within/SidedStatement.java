package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.words.Terms;

/** Words of one sentence that belong to one side. */
final class SidedStatement {
  /**
   * A word that names a thing or a place.
   *
   * @param at its place in the sentence
   * @param key the word without its ending
   * @param name the finding or the part of the body that it belongs to in the word lists; else the
   *     key
   * @param weight how much it tells of what a statement is about, beside the finding's name
   * @param place where the finding is; {@code null} if the word belongs to none
   */
  record Word(
      int at,
      String key,
      String name,
      double weight,
      Polarity polarity,
      Distinctions.@Nullable Marks place) {

    private Word anywhere() {
      return finding() ? new Word(at, key, name, weight, polarity, Distinctions.Marks.NONE) : this;
    }

    private boolean finding() {
      return place != null;
    }

    /** Whether both can be about one thing. */
    private boolean meets(Word other) {
      return place == null || other.place == null || !place.apart(other.place);
    }
  }

  /** What a statement says of a word. */
  enum Polarity {
    /** It is there. */
    ASSERTED,
    /** It is not there. */
    DENIED,
    /** It was there, or somebody asks whether it is. */
    OTHER
  }

  /** What a finding of the word lists tells. */
  private static final double FINDING = 2;

  private final SentenceReading sentence;
  private final int from;
  private final int to;
  private final @Nullable Side side;
  private final int sideAt;
  private final @Nullable Side near;
  private final boolean normal;
  private final List<Word> words;
  private final Map<String, List<Word>> known = new HashMap<>();

  /**
   * @param from its first word in the sentence
   * @param to the word behind its last one
   * @param side that the words are put on; {@code null} if it is not known
   * @param sideAt the word that names it; -1 if it is in another line
   * @param near the side of the statement before it, which a statement without one can go on with;
   *     {@code null} if that has none or both
   * @param normal whether it calls a place normal
   */
  SidedStatement(
      SentenceReading sentence,
      int from,
      int to,
      @Nullable Side side,
      int sideAt,
      @Nullable Side near,
      boolean normal,
      List<Word> words) {
    this.sentence = sentence;
    this.from = from;
    this.to = to;
    this.side = side;
    this.sideAt = sideAt;
    this.near = near;
    this.normal = normal;
    this.words = words;
    for (Word w : words) {
      known.computeIfAbsent(w.key(), k -> new ArrayList<>()).add(w);
      if (!w.name().equals(w.key())) {
        known.computeIfAbsent(w.name(), k -> new ArrayList<>()).add(w);
      }
    }
  }

  SentenceReading sentence() {
    return sentence;
  }

  /** Whether words of the sentence belong to it. */
  boolean has(Terms.Hit hit) {
    return covers(hit.first()) && covers(hit.last());
  }

  /** The same without the words of a name, the word of the side, and the places of the findings. */
  SidedStatement without(Terms.Hit name) {
    List<Word> others =
        words.stream()
            .filter(w -> w.at() != sideAt && (w.at() < name.first() || w.at() > name.last()))
            .map(Word::anywhere)
            .toList();
    return new SidedStatement(sentence, from, to, side, sideAt, near, normal, others);
  }

  /** Whether it calls a place normal. */
  boolean normal() {
    return normal;
  }

  /** The stems and names of its words. */
  Set<String> known() {
    return known.keySet();
  }

  /** Whether a word of its sentence is in it. */
  boolean covers(int i) {
    return from <= i && i < to;
  }

  /** Whether sides do not tell it from another statement. */
  boolean meets(SidedStatement other) {
    return (side == null || other.may(side)) && (other.side == null || may(other.side));
  }

  /** The side of its words; {@code null} if it is not known. */
  @Nullable Side side() {
    return side;
  }

  /** Whether its words can be on this side. */
  boolean may(Side one) {
    Side own = side == null ? near : side;
    return own == null || own == Side.BOTH || own == one;
  }

  /** Whether it says that something is on one side. */
  boolean states() {
    return (side == Side.LEFT || side == Side.RIGHT) && !normal;
  }

  /** What its words tell together. */
  double weight() {
    return weight(this);
  }

  /**
   * What the words that both assert tell together: each stem and each name counts once, and a
   * finding counts also where the two call it by other names.
   */
  double weight(SidedStatement other) {
    double sum = 0;
    Set<String> counted = new HashSet<>();
    for (Word w : words) {
      boolean asserted = w.polarity() == Polarity.ASSERTED;
      boolean name = asserted && other.has(w.name(), w);
      if (name && w.finding() && counted.add(w.name())) {
        sum += FINDING;
      }
      if (asserted && other.has(w.key(), w)) {
        sum += counted.add(w.key()) ? w.weight() : 0;
        counted.add(w.name());
      } else if (name && counted.add(w.name())) {
        sum += w.weight();
      }
    }
    return sum;
  }

  /** The names of the words that both assert. */
  Set<String> shared(SidedStatement other) {
    return words.stream()
        .filter(w -> w.polarity() == Polarity.ASSERTED)
        .filter(w -> other.has(w.key(), w) || other.has(w.name(), w))
        .map(Word::name)
        .collect(Collectors.toSet());
  }

  private boolean has(String key, Word like) {
    for (Word own : known.getOrDefault(key, List.of())) {
      if (own.polarity() == Polarity.ASSERTED && own.meets(like)) {
        return true;
      }
    }
    return false;
  }

  /** The words that it shares with another statement, with its side. */
  Evidence evidence(SidedStatement other) {
    return sideAt < 0
        ? evidence(other, Integer.MAX_VALUE, sideAt)
        : evidence(other, sideAt, sideAt);
  }

  /**
   * The words that it shares with another statement, with those from {@code from} to {@code to}.
   */
  Evidence evidence(SidedStatement other, int from, int to) {
    int first = from;
    int last = to;
    for (Word w : words) {
      if (other.known.containsKey(w.key()) || other.known.containsKey(w.name())) {
        first = Math.min(first, w.at());
        last = Math.max(last, w.at());
      }
    }
    return sentence.words().evidence(first, last);
  }
}
