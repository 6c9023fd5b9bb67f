package org.radiologytrust.text.words;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
@JsonDeserialize(using = Terms.Reader.class)
public final class Terms implements ItemList {
  /** Words {@code first} to {@code last} (inclusive) are a term that stands for {@code id}. */
  public record Hit(String id, int first, int last) {}

  private final TermIndex index;
  private final TermIndex.Source source;
  private final int list;

  private Terms(TermIndex index, String name, Map<String, ? extends Collection<String>> terms) {
    Map<String, List<String>> content = new LinkedHashMap<>();
    terms.forEach((id, all) -> content.put(id, List.copyOf(all)));
    this.index = index;
    source = new TermIndex.Source(name, content);
    list = index.list(source);
  }

  /** Terms that stand for one empty id, outside all files. */
  public static Terms of(Collection<String> terms) {
    return new Terms(new TermIndex(), "", Map.of("", terms));
  }

  /**
   * Terms that stand for one empty id, where a list in a file is not used as it is.
   *
   * @param files whose lists a sentence is searched for together
   * @param name of the list, as {@code rtl explain --checks} shows it
   */
  public static Terms of(SiteFiles files, String name, Collection<String> terms) {
    return of(files, name, Map.of("", terms));
  }

  /**
   * Terms by their id, where the lists in a file are not used as they are.
   *
   * @param files whose lists a sentence is searched for together
   * @param name of the list, as {@code rtl explain --checks} shows it
   */
  public static Terms of(
      SiteFiles files, String name, Map<String, ? extends Collection<String>> terms) {
    return new Terms(files.shared(TermIndex.class, TermIndex::new), name, terms);
  }

  @Override
  public boolean isEmpty() {
    return source.terms().values().stream().allMatch(List::isEmpty);
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
    ListHits hits = index.in(t, list, between);
    if (!hits.any(list)) {
      trace(t, null);
      return List.of();
    }
    List<Hit> found = new ArrayList<>();
    int i = 0;
    while (i < t.size()) {
      int at = hits.at(list, i);
      if (at >= 0) {
        Hit hit = new Hit(hits.id(at), i, hits.last(at));
        found.add(hit);
        trace(t, hit);
        i = hit.last();
      }
      i++;
    }
    return found;
  }

  public boolean anyIn(WordTokens t) {
    // a trace is told of each word
    return t.trace() == Trace.NONE
        ? index.in(t, list, TermIndex.NOTHING).any(list)
        : !in(t).isEmpty();
  }

  /** The longest term that begins at word {@code i}, or {@code null}. */
  public @Nullable Hit at(WordTokens t, int i) {
    ListHits hits = index.in(t, list, TermIndex.NOTHING);
    int at = hits.at(list, i);
    Hit hit = at < 0 ? null : new Hit(hits.id(at), i, hits.last(at));
    trace(t, hit);
    return hit;
  }

  private void trace(WordTokens t, @Nullable Hit hit) {
    if (t.trace() != Trace.NONE) {
      String words = hit == null ? null : t.evidence(hit.first(), hit.last()).value();
      t.trace().sought(source.name(), t.sentence().number(), words);
    }
  }

  /** Whether it has the same terms; the list may have another name and be of other files. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Terms terms && source.terms().equals(terms.source.terms());
  }

  @Override
  public int hashCode() {
    return source.terms().hashCode();
  }

  @Override
  public String toString() {
    return source.toString();
  }

  /** Reads a list of terms, or such lists by their id. */
  static final class Reader extends JsonDeserializer<Terms> {
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> BY_ID = new TypeReference<>() {};

    @Override
    public Terms deserialize(JsonParser p, DeserializationContext context) throws IOException {
      SiteFiles files = (SiteFiles) context.getAttribute(SiteFiles.class);
      String name = context.getAttribute(SiteFiles.NAME) + " " + key(p);
      TypeFactory types = context.getTypeFactory();
      return p.isExpectedStartObjectToken()
          ? Terms.of(
              files,
              name,
              this.<Map<String, List<String>>>read(p, context, types.constructType(BY_ID)))
          : Terms.of(files, name, this.<List<String>>read(p, context, types.constructType(LIST)));
    }

    private <T> T read(JsonParser p, DeserializationContext context, JavaType type)
        throws IOException {
      return context.readValue(p, type);
    }

    /** The place of a list in its file, without the numbers of items. */
    private static String key(JsonParser p) {
      List<String> keys = new ArrayList<>();
      for (JsonStreamContext at = p.getParsingContext(); at != null; at = at.getParent()) {
        if (at.getCurrentName() != null && at.inObject()) {
          keys.add(0, at.getCurrentName());
        }
      }
      return String.join(" ", keys);
    }
  }
}
