package org.radiologytrust.text.words;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Many word lists in one trie of words: a sentence walks it once, and then each list knows its
 * hits. Lists may be added while sentences are read.
 */
final class TermIndex {
  /**
   * A term of a list that ends at a node.
   *
   * @param id what the term stands for
   * @param capitals its words, if it matches only capitals
   */
  private record End(int list, String id, String @Nullable [] capitals) {
    boolean fits(WordTokens t, int first, boolean[] between) {
      int at = first;
      for (int k = 0; capitals != null && k < capitals.length; k++) {
        if (!t.raw(at).equals(capitals[k])) {
          return false;
        }
        at = next(at, between);
      }
      return true;
    }
  }

  private static final class Node {
    private static final End[] NONE = {};

    private volatile Map<String, Node> next = Map.of();
    private volatile End[] ends = NONE;

    Node step(String word) {
      if (next.isEmpty()) {
        next = new ConcurrentHashMap<>(2);
      }
      return next.computeIfAbsent(word, k -> new Node());
    }

    void add(End end) {
      End[] more = Arrays.copyOf(ends, ends.length + 1);
      more[ends.length] = end;
      ends = more;
    }
  }

  /** No word may stand between the words of a term. */
  static final boolean[] NOTHING = {};

  private final Node root = new Node();
  private final Map<Map<String, List<String>>, Terms> lists = new HashMap<>();
  private volatile int size;

  /**
   * A list of terms by their ids. Lists that are equal are one.
   *
   * @throws IllegalArgumentException if a term has no word
   */
  synchronized Terms list(Map<String, ? extends Collection<String>> terms) {
    Map<String, List<String>> content = new HashMap<>();
    terms.forEach((id, all) -> content.put(id, List.copyOf(all)));
    Terms known = lists.get(content);
    if (known == null) {
      int list = size;
      terms.forEach((id, all) -> all.forEach(term -> add(list, id, term)));
      known = new Terms(this, list, content.values().stream().allMatch(List::isEmpty));
      lists.put(content, known);
      size++;
    }
    return known;
  }

  private void add(int list, String id, String term) {
    boolean capitals =
        term.equals(term.toUpperCase(Locale.ROOT)) && term.chars().anyMatch(Character::isLetter);
    WordTokens t = WordTokens.of(term);
    if (t.size() == 0) {
      throw new IllegalArgumentException("has a term without a word");
    }
    int last = t.size() - 1;
    String[] raw = new String[t.size()];
    Node node = root;
    for (int i = 0; i < last; i++) {
      raw[i] = t.raw(i);
      node = node.step(t.word(i));
    }
    raw[last] = t.raw(last);
    End end = new End(list, id, capitals ? raw : null);
    node.step(t.word(last)).add(end);
    if (!capitals) {
      node.step(t.word(last) + "s").add(end);
    }
  }

  /**
   * The hits of all lists in a sentence.
   *
   * @param between words that may stand between the words of a term
   */
  Hits in(WordTokens t, boolean[] between) {
    Hits hits = new Hits(this, size, t, between);
    for (int i = 0; i < t.size(); i++) {
      hits.begin(i);
      walk(t, i, between, hits);
    }
    return hits;
  }

  /** Tells of each term that begins at word {@code first}, the shorter before the longer. */
  private void walk(WordTokens t, int first, boolean[] between, Hits hits) {
    Node node = root.next.get(t.word(first));
    int at = first;
    while (node != null) {
      for (End end : node.ends) {
        if (end.fits(t, first, between)) {
          hits.add(end, first, at);
        }
      }
      at = next(at, between);
      node = at < t.size() ? node.next.get(t.word(at)) : null;
    }
  }

  private static int next(int at, boolean[] between) {
    int next = at + 1;
    while (next < between.length && between[next]) {
      next++;
    }
    return next;
  }

  /** The hits of all lists in one sentence: of each list the longest term at each word. */
  static final class Hits {
    private static final int PER_WORD = 2;

    private final TermIndex index;
    private final int size;
    private final boolean[] between;
    private final long[] any;
    private final int[] begin;
    private End[] ends;
    private int[] last;
    private int count;

    private Hits(TermIndex index, int size, WordTokens t, boolean[] between) {
      this.index = index;
      this.size = size;
      this.between = between;
      any = new long[(size >> 6) + 1];
      begin = new int[t.size() + 1];
      ends = new End[PER_WORD * t.size()];
      last = new int[PER_WORD * t.size()];
    }

    private void begin(int word) {
      begin[word] = count;
      begin[word + 1] = count;
    }

    private void add(End end, int word, int to) {
      if (end.list() >= size) {
        return;
      }
      int at = begin[word];
      while (at < count && ends[at].list() != end.list()) {
        at++;
      }
      if (at == count) {
        any[end.list() >> 6] |= 1L << end.list();
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, 2 * count);
          last = Arrays.copyOf(last, 2 * count);
        }
        count++;
        begin[word + 1] = count;
      } else if (last[at] == to) {
        return; // of two terms that are alike, the first one stands
      }
      ends[at] = end;
      last[at] = to;
    }

    /** Whether these are the hits that are sought, and a list was in the index. */
    boolean of(TermIndex other, int list, boolean[] words) {
      return index == other && list < size && between == words;
    }

    boolean any(int list) {
      return (any[list >> 6] & 1L << list) != 0;
    }

    Terms.@Nullable Hit at(int list, int word) {
      if (any(list)) {
        for (int at = begin[word]; at < begin[word + 1]; at++) {
          if (ends[at].list() == list) {
            return new Terms.Hit(ends[at].id(), word, last[at]);
          }
        }
      }
      return null;
    }
  }
}
