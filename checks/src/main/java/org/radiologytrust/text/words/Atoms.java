package org.radiologytrust.text.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a sentence, with numbers and letters that are written together apart: "67yo". */
public final class Atoms {
  private record Atom(String raw, String text, int word) {}

  private final WordTokens words;
  private final List<Atom> atoms = new ArrayList<>();

  public Atoms(WordTokens words) {
    this.words = words;
    for (int i = 0; i < words.size(); i++) {
      String raw = words.raw(i);
      int from = 0;
      for (int k = 1; k <= raw.length(); k++) {
        if (k == raw.length()
            || Character.isDigit(raw.charAt(k)) != Character.isDigit(raw.charAt(k - 1))) {
          String part = raw.substring(from, k);
          atoms.add(new Atom(part, part.toLowerCase(Locale.ROOT), i));
          from = k;
        }
      }
    }
  }

  public int size() {
    return atoms.size();
  }

  /** An atom in lower case; empty outside the sentence. */
  public String at(int i) {
    return i < 0 || i >= atoms.size() ? "" : atoms.get(i).text();
  }

  /** An atom in its original case; empty outside the sentence. */
  public String raw(int i) {
    return i < 0 || i >= atoms.size() ? "" : atoms.get(i).raw();
  }

  /** The number of the word that an atom is part of. */
  public int word(int i) {
    return atoms.get(i).word();
  }

  /** Whether both atoms are in the sentence and in one clause. */
  public boolean together(int a, int b) {
    return a >= 0
        && b < atoms.size()
        && words.clause(atoms.get(a).word()) == words.clause(atoms.get(b).word());
  }

  /** Whether both atoms are written as one word. */
  public boolean joined(int a, int b) {
    return a >= 0 && b < atoms.size() && atoms.get(a).word() == atoms.get(b).word();
  }
}
