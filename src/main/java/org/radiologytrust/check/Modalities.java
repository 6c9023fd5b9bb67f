package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/** Recognises modalities in words and as DICOM codes. */
final class Modalities {
  private static final String FILE = "modalities.yaml";

  private record Family(List<String> terms, Set<String> modalities) {}

  private record Words(
      List<Family> words,
      Set<String> known,
      Set<String> notImages,
      List<String> otherStudy,
      Set<String> presents) {}

  private final Words words;
  private final Terms names;
  private final Terms otherStudy;

  Modalities(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    Map<String, List<String>> terms = new HashMap<>();
    for (int i = 0; i < words.words().size(); i++) {
      terms.put(String.valueOf(i), words.words().get(i).terms());
    }
    names = Terms.of(terms);
    otherStudy = Terms.of(words.otherStudy());
  }

  /** The places where a text names a modality. */
  List<Terms.Hit> named(WordTokens t) {
    return names.in(t);
  }

  /** The DICOM codes that a hit can mean. */
  Set<String> codes(Terms.Hit hit) {
    return words.words().get(Integer.parseInt(hit.id())).modalities();
  }

  /** The image modalities among these codes; {@code null} if one is unknown. */
  @Nullable List<String> images(List<String> codes) {
    List<String> images = new ArrayList<>();
    for (String code : codes) {
      if (words.known().contains(code)) {
        images.add(code);
      } else if (!words.notImages().contains(code)) {
        return null;
      }
    }
    return images;
  }

  /** Whether a sentence is about another study. */
  boolean otherStudy(WordTokens t) {
    return otherStudy.anyIn(t);
  }

  /** Whether a report uses this word to present its own study ("shows", "demonstrates"). */
  boolean presents(String word) {
    return words.presents().contains(word);
  }
}
