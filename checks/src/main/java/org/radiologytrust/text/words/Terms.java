package org.radiologytrust.text.words;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.ItemList;
import org.radiologytrust.files.SiteFiles;

/**
 * Finds terms of one or more words. Each term stands for an id. The longest term at a place wins. A
 * term in capitals matches only capitals. Otherwise case does not matter, and the last word may
 * have a plural s.
 *
 * <p>A record that is read from a data file may have components of this type: lists of terms, which
 * stand for one empty id, or lists by id. All lists of one {@link SiteFiles} are found together.
 */
@JsonDeserialize(using = TermsReader.class)
public final class Terms implements ItemList {
  /** Words {@code first} to {@code last} (inclusive) are a term that stands for {@code id}. */
  public record Hit(String id, int first, int last) {}

  private final TermIndex index;
  private final int list;
  private final boolean empty;

  Terms(TermIndex index, int list, boolean empty) {
    this.index = index;
    this.list = list;
    this.empty = empty;
  }

  /** Terms that stand for one empty id, outside all files. */
  public static Terms of(Collection<String> terms) {
    return new TermIndex().list(Map.of("", terms));
  }

  /** Terms that stand for one empty id, put together from lists of these files. */
  public static Terms of(SiteFiles files, Collection<String> terms) {
    return of(files, Map.of("", terms));
  }

  /** Terms by their id, put together from lists of these files. */
  public static Terms of(SiteFiles files, Map<String, ? extends Collection<String>> terms) {
    return files.shared(TermIndex.class, TermIndex::new).list(terms);
  }

  @Override
  public boolean isEmpty() {
    return empty;
  }

  /** All hits from left to right; hits do not overlap. */
  public List<Hit> in(WordTokens t) {
    return in(t, TermIndex.NOTHING);
  }

  /**
   * All hits from left to right; hits do not overlap.
   *
   * @param between words that may stand between the words of a term
   */
  public List<Hit> in(WordTokens t, boolean[] between) {
    TermIndex.Hits hits = t.hits(index, list, between);
    if (!hits.any(list)) {
      return List.of();
    }
    List<Hit> found = new ArrayList<>();
    int i = 0;
    while (i < t.size()) {
      Hit hit = hits.at(list, i);
      if (hit != null) {
        found.add(hit);
        i = hit.last();
      }
      i++;
    }
    return found;
  }

  public boolean anyIn(WordTokens t) {
    return t.hits(index, list, TermIndex.NOTHING).any(list);
  }

  /** The longest term that begins at word {@code i}, or {@code null}. */
  public @Nullable Hit at(WordTokens t, int i) {
    return t.hits(index, list, TermIndex.NOTHING).at(list, i);
  }
}
