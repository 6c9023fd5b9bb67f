package org.radiologytrust.text.mentions;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.words.WordTokens;

/** The places of the body that a text names, by its words. */
public final class NamedPlaces {
  /** For each word the place of whose name it is a part. */
  private final Anatomy.@Nullable Named[] names;

  /** The places of a text, which is read once. */
  public static NamedPlaces of(Anatomy anatomy, WordTokens t) {
    return t.once(NamedPlaces.class, words -> new NamedPlaces(anatomy, words));
  }

  private NamedPlaces(Anatomy anatomy, WordTokens t) {
    names = new Anatomy.@Nullable Named[t.size()];
    for (Anatomy.Named named : anatomy.in(t)) {
      Arrays.fill(names, named.first(), named.last() + 1, named);
    }
  }

  /** The places whose names begin at one of these words. */
  public Set<Site> at(IntStream words) {
    Set<Site> found = new LinkedHashSet<>();
    words.forEach(
        i -> {
          if (names[i] != null && names[i].first() == i) {
            found.add(names[i].site());
          }
        });
    return found;
  }

  /** All places that the text names. */
  public Set<Site> all() {
    return at(IntStream.range(0, names.length));
  }

  /** Whether words are a part of a longer name of a place: "lower" in "lower extremity". */
  public boolean ofName(int first, int last) {
    return longer(first, last) != null;
  }

  /** The place of whose longer name words are a part: the pancreas of "head of the pancreas". */
  public @Nullable Site longer(int first, int last) {
    Anatomy.Named named = names[first];
    return named != null && named.last() - named.first() > last - first ? named.site() : null;
  }
}
