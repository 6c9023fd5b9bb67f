package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/** The words by which two statements are told to be about one thing. */
record SideWords(
    @MayBeEmpty List<String> endings,
    @MayBeEmpty Set<String> general,
    @MayBeEmpty Set<String> positions,
    @MayBeEmpty Terms normal,
    @MayBeEmpty Set<String> joints) {
  /** The shortest word that names something. */
  private static final int WORD = 3;

  /** What an ending leaves of a word. */
  private static final int STEM = 4;

  static SideWords load(SiteFiles files) {
    return files.words("side-words.yaml", new TypeReference<SideWords>() {});
  }

  /** Whether a word names a thing or a place. */
  boolean names(String word) {
    return word.length() >= WORD && !Character.isDigit(word.charAt(0)) && !general.contains(word);
  }

  /** A word without its ending. */
  String stem(String word) {
    for (String ending : endings) {
      if (word.length() >= ending.length() + STEM && word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }
}
