package org.radiologytrust.check.exam;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Recognises modalities in words and as DICOM codes. */
final class Modalities {
  private static final String FILE = "modalities.yaml";

  private record Family(List<String> terms, Set<String> modalities) {}

  private record Words(
      List<Family> words,
      @Nullable List<Family> signs,
      Set<String> known,
      @MayBeEmpty Set<String> notImages,
      @MayBeEmpty Terms otherStudy,
      @MayBeEmpty Terms notNow,
      @Nullable Set<String> presents,
      @Nullable Set<String> presentsBefore,
      @MayBeEmpty Terms normal,
      @Nullable Map<String, String> names) {}

  private final Words words;
  private final Terms names;
  private final Terms signs;

  Modalities(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    names = terms(files, words.words());
    signs = terms(files, SiteFiles.orEmpty(words.signs()));
  }

  private static Terms terms(SiteFiles files, List<Family> families) {
    Map<String, List<String>> terms = new HashMap<>();
    for (int i = 0; i < families.size(); i++) {
      terms.put(String.valueOf(i), families.get(i).terms());
    }
    return Terms.of(files, FILE, terms);
  }

  /** The places where a text names a modality. */
  List<Terms.Hit> named(WordTokens t) {
    return names.in(t);
  }

  /** The DICOM codes that a hit can mean. */
  Set<String> codes(Terms.Hit hit) {
    return words.words().get(Integer.parseInt(hit.id())).modalities();
  }

  /** The places where a text describes images as only some modalities make them. */
  List<Terms.Hit> signs(WordTokens t) {
    return signs.in(t);
  }

  /** The DICOM codes that a hit of {@link #signs} can mean. */
  Set<String> signCodes(Terms.Hit hit) {
    return words.signs().get(Integer.parseInt(hit.id())).modalities();
  }

  /** The DICOM codes that an order's words can mean; empty if they name none or several kinds. */
  List<String> only(WordTokens procedure) {
    List<Terms.Hit> hits = named(procedure);
    return hits.isEmpty() || hits.stream().anyMatch(h -> !h.id().equals(hits.get(0).id()))
        ? List.of()
        : List.copyOf(codes(hits.get(0)));
  }

  /** The DICOM codes of the first kind of images that can have this code; empty if none has it. */
  Set<String> family(String code) {
    return words.words().stream()
        .map(Family::modalities)
        .filter(codes -> codes.contains(code))
        .findFirst()
        .orElse(Set.of());
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

  /** A code with its name, for a reader who does not know the codes: "a radiograph (DX)". */
  String inWords(List<String> codes) {
    String code = codes.get(0);
    String name = words.names() == null ? null : words.names().get(code);
    return name == null ? code : name + " (" + code + ")";
  }

  /** Whether a sentence is about another study. */
  boolean otherStudy(WordTokens t) {
    return words.otherStudy().anyIn(t);
  }

  /** Whether a sentence of findings or impression is about another study or proposes one. */
  boolean notNow(WordTokens t) {
    return otherStudy(t) || words.notNow().anyIn(t);
  }

  /** Whether a statement begins with words that call all images normal. */
  boolean normal(WordTokens t) {
    return t.size() > 0 && words.normal().at(t, 0) != null;
  }

  /** Whether a report uses this word behind a modality to present its own study ("shows"). */
  boolean presents(String word) {
    return words.presents() != null && words.presents().contains(word);
  }

  /** Whether a report uses this word before a modality to present its own study ("this CT"). */
  boolean presentsBefore(String word) {
    return words.presentsBefore() != null && words.presentsBefore().contains(word);
  }
}
