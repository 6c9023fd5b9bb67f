package org.radiologytrust.text.mentions;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.words.WordTokens;

/** The places of the body that a text names, by its words. */
public final class NamedPlaces {
  private final @Nullable Site[] starts;
  private final @Nullable Site[] names;
  private final int[] lengths;

  /** The places of a text, which is read once. */
  public static NamedPlaces of(Anatomy anatomy, WordTokens t) {
    return t.once(NamedPlaces.class, words -> new NamedPlaces(anatomy, words));
  }

  private NamedPlaces(Anatomy anatomy, WordTokens t) {
    starts = new @Nullable Site[t.size()];
    names = new @Nullable Site[t.size()];
    lengths = new int[t.size()];
    for (Anatomy.Named named : anatomy.in(t)) {
      starts[named.first()] = named.site();
      Arrays.fill(names, named.first(), named.last() + 1, named.site());
      Arrays.fill(lengths, named.first(), named.last() + 1, named.last() - named.first() + 1);
    }
  }

  /** The places whose names begin at one of these words. */
  public Set<Site> at(IntStream words) {
    Set<Site> found = new LinkedHashSet<>();
    words.mapToObj(i -> starts[i]).filter(site -> site != null).forEach(found::add);
    return found;
  }

  /** All places that the text names. */
  public Set<Site> all() {
    return at(IntStream.range(0, starts.length));
  }

  /** Whether words are a part of a longer name of a place: "lower" in "lower extremity". */
  public boolean ofName(int first, int last) {
    return lengths[first] > last - first + 1;
  }

  /** The place of whose longer name words are a part: the pancreas of "head of the pancreas". */
  public @Nullable Site longer(int first, int last) {
    return ofName(first, last) ? names[first] : null;
  }
}
