package org.radiologytrust.text;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.model.SiteFiles;

/** The words of measurements, from {@code measures.yaml}. */
record MeasureWords(
    Map<String, Length> lengths,
    Set<String> weights,
    Set<String> notLengthBefore,
    Map<String, Double> numbers,
    Set<String> by,
    Set<String> to,
    Set<String> between,
    Set<String> and,
    Set<String> from,
    Set<String> labels,
    List<String> larger,
    List<String> smaller,
    List<String> same,
    Set<String> negations,
    Set<String> states,
    Set<String> changesAfter,
    Set<String> changesBefore,
    Set<String> comparatives,
    Set<String> articles,
    Set<String> notSize,
    Set<String> than,
    Set<String> others,
    List<String> changed,
    List<String> about,
    List<String> upTo,
    List<String> less,
    List<String> more,
    List<String> earlierBefore,
    List<String> past,
    List<String> earlierAfter,
    Set<String> yearAfter,
    List<String> now,
    Set<String> ends,
    List<String> distanceAfter,
    List<String> distanceBefore,
    List<String> notFindingAfter,
    List<String> notFindingBefore) {

  /**
   * A unit of length.
   *
   * @param millimetres its length
   * @param words the words for it
   */
  record Length(double millimetres, Set<String> words) {}

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  static MeasureWords load(SiteFiles files) {
    return files.words("measures.yaml", new TypeReference<MeasureWords>() {});
  }

  /** The name of the unit that each word stands for. */
  Map<String, String> units() {
    Map<String, String> units = new HashMap<>();
    lengths.forEach((name, length) -> length.words().forEach(w -> units.put(w, name)));
    weights.forEach(w -> units.put(w, w));
    return units;
  }
}
