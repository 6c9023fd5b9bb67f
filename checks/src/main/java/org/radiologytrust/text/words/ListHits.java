package org.radiologytrust.text.words;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The hits of all lists of an index in one sentence: of each list the longest at each word. */
final class ListHits {
  /**
   * A term of a list.
   *
   * @param id what the term stands for
   * @param capitals its words in capitals, if it matches only words in capitals; otherwise {@code
   *     null}
   */
  record Term(int list, String id, String @Nullable [] capitals) {}

  private static final int PER_WORD = 2;

  private final Object index;
  private final int size;
  private final boolean[] between;
  private final long[] any;
  private final int[] begin;
  private Term[] terms;
  private int[] last;
  private int count;

  /**
   * @param size how many lists the index has
   * @param between words that may stand between the words of a term
   */
  ListHits(Object index, int size, int words, boolean[] between) {
    this.index = index;
    this.size = size;
    this.between = between;
    any = new long[(size >> 6) + 1];
    begin = new int[words + 1];
    terms = new Term[PER_WORD * words];
    last = new int[PER_WORD * words];
  }

  /** Whether these are hits of this index and these words, found after the list was added. */
  boolean of(Object other, int list, boolean[] words) {
    return index == other && list < size && between == words;
  }

  /** Says at which word the hits begin that are added next. */
  void begin(int word) {
    begin[word] = count;
    begin[word + 1] = count;
  }

  /** Adds a hit of words {@code word} to {@code to}; shorter ones are added first. */
  void add(Term term, int word, int to) {
    if (term.list() >= size) {
      return;
    }
    int at = begin[word];
    while (at < count && terms[at].list() != term.list()) {
      at++;
    }
    if (at == count) {
      any[term.list() >> 6] |= 1L << term.list();
      if (count == terms.length) {
        terms = Arrays.copyOf(terms, 2 * count);
        last = Arrays.copyOf(last, 2 * count);
      }
      count++;
      begin[word + 1] = count;
    } else if (last[at] == to) {
      return; // of two terms that are alike, the first one stands
    }
    terms[at] = term;
    last[at] = to;
  }

  boolean any(int list) {
    return (any[list >> 6] & 1L << list) != 0;
  }

  /** The number of a list's hit that begins at a word; -1 if there is none. */
  int at(int list, int word) {
    if (any(list)) {
      for (int at = begin[word]; at < begin[word + 1]; at++) {
        if (terms[at].list() == list) {
          return at;
        }
      }
    }
    return -1;
  }

  String id(int hit) {
    return terms[hit].id();
  }

  int last(int hit) {
    return last[hit];
  }
}
