package org.radiologytrust.text.words;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Many word lists in one trie of words: a sentence walks it once, and then each list knows its
 * hits. Lists may be added while sentences are read.
 */
final class TermIndex {
  private static final class Node {
    private static final ListHits.Term[] NONE = {};

    private volatile Map<String, Node> next = Map.of();
    private volatile ListHits.Term[] ends = NONE;

    Node step(String word) {
      if (next.isEmpty()) {
        next = new ConcurrentHashMap<>(2);
      }
      return next.computeIfAbsent(word, k -> new Node());
    }

    void add(ListHits.Term end) {
      ListHits.Term[] more = Arrays.copyOf(ends, ends.length + 1);
      more[ends.length] = end;
      ends = more;
    }
  }

  /** No word may stand between the words of a term. */
  static final boolean[] NOTHING = {};

  private final Node root = new Node();

  /**
   * A list as its file has it.
   *
   * @param name as {@code rtl explain --checks} shows it
   */
  record Source(String name, Map<String, List<String>> terms) {}

  private final Map<Source, Integer> lists = new HashMap<>();
  private volatile int size;

  /**
   * Adds a list, unless it is there already.
   *
   * @return its number
   * @throws IllegalArgumentException if a term has no word
   */
  synchronized int list(Source source) {
    Integer known = lists.get(source);
    if (known != null) {
      return known;
    }
    int list = size;
    source.terms().forEach((id, all) -> all.forEach(term -> add(list, id, term)));
    lists.put(source, list);
    size++;
    return list;
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
    ListHits.Term end = new ListHits.Term(list, id, capitals ? raw : null);
    node.step(t.word(last)).add(end);
    if (!capitals) {
      node.step(t.word(last) + "s").add(end);
    }
  }

  /**
   * The hits of all lists in a sentence, which is walked once.
   *
   * @param list that is sought
   * @param between words that may stand between the words of a term
   */
  ListHits in(WordTokens t, int list, boolean[] between) {
    boolean apart = between != NOTHING;
    ListHits known = t.hits(apart);
    if (known != null && known.of(this, list, between)) {
      return known;
    }
    ListHits hits = new ListHits(this, size, t.size(), between);
    for (int i = 0; i < t.size(); i++) {
      hits.begin(i);
      walk(t, i, between, hits);
    }
    t.keep(hits, apart);
    return hits;
  }

  /** Adds each term that begins at word {@code first}, the shorter before the longer. */
  private void walk(WordTokens t, int first, boolean[] between, ListHits hits) {
    Node node = root.next.get(t.word(first));
    int at = first;
    while (node != null) {
      for (ListHits.Term end : node.ends) {
        if (fits(end, t, first, between)) {
          hits.add(end, first, at);
        }
      }
      at = next(at, between);
      node = at < t.size() ? node.next.get(t.word(at)) : null;
    }
  }

  private static boolean fits(ListHits.Term end, WordTokens t, int first, boolean[] between) {
    String[] capitals = end.capitals();
    int at = first;
    for (int k = 0; capitals != null && k < capitals.length; k++) {
      if (!t.raw(at).equals(capitals[k])) {
        return false;
      }
      at = next(at, between);
    }
    return true;
  }

  private static int next(int at, boolean[] between) {
    int next = at + 1;
    while (next < between.length && between[next]) {
      next++;
    }
    return next;
  }
}
