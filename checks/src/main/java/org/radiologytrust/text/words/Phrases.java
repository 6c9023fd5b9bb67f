package org.radiologytrust.text.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;

/** Phrases of one or more atoms, without plurals: "y o" and "yo". */
public final class Phrases {
  private final Map<String, List<String[]>> byFirst = new HashMap<>();
  private final Map<String, List<String[]>> byLast = new HashMap<>();

  public Phrases(Collection<String> phrases) {
    for (String phrase : phrases) {
      String[] atoms = atoms(phrase);
      byFirst.computeIfAbsent(atoms[0], k -> new ArrayList<>()).add(atoms);
      byLast.computeIfAbsent(atoms[atoms.length - 1], k -> new ArrayList<>()).add(atoms);
    }
  }

  private static String[] atoms(String phrase) {
    Atoms a = new Atoms(WordTokens.of(phrase));
    String[] atoms = new String[a.size()];
    for (int i = 0; i < atoms.length; i++) {
      atoms[i] = a.at(i);
    }
    return atoms;
  }

  /** Single words in the form in which {@link WordTokens} gives them. */
  public static Set<String> words(@Nullable List<String> list) {
    Set<String> words = new HashSet<>();
    SiteFiles.orEmpty(list).forEach(word -> words.add(WordTokens.of(word).word(0)));
    return words;
  }

  /** The number of atoms of the longest phrase that begins at atom {@code i}; 0 if none does. */
  public int from(Atoms a, int i) {
    int longest = 0;
    for (String[] phrase : byFirst.getOrDefault(a.at(i), List.of())) {
      if (phrase.length > longest && fits(phrase, a, i)) {
        longest = phrase.length;
      }
    }
    return longest;
  }

  /** The number of atoms of the longest phrase that ends with atom {@code i}; 0 if none does. */
  public int endingAt(Atoms a, int i) {
    int longest = 0;
    for (String[] phrase : byLast.getOrDefault(a.at(i), List.of())) {
      if (phrase.length > longest && fits(phrase, a, i - phrase.length + 1)) {
        longest = phrase.length;
      }
    }
    return longest;
  }

  private static boolean fits(String[] phrase, Atoms a, int at) {
    for (int k = 0; k < phrase.length; k++) {
      if (!phrase[k].equals(a.at(at + k))) {
        return false;
      }
    }
    return true;
  }
}
