package org.radiologytrust.text.measures;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/** The words of measurements, from {@code measures.yaml}. */
record MeasureWords(
    Map<String, Length> lengths,
    @MayBeEmpty Set<String> weights,
    @MayBeEmpty Set<String> notLengthBefore,
    @MayBeEmpty Map<String, Double> numbers,
    Set<String> by,
    Set<String> to,
    @MayBeEmpty Set<String> between,
    @MayBeEmpty Set<String> and,
    @MayBeEmpty Set<String> from,
    @MayBeEmpty Set<String> labels,
    List<String> larger,
    List<String> smaller,
    List<String> same,
    Set<String> negations,
    @MayBeEmpty Set<String> states,
    @MayBeEmpty Set<String> lasting,
    @MayBeEmpty Set<String> becoming,
    @MayBeEmpty Set<String> changesAfter,
    @MayBeEmpty Set<String> changesBefore,
    @MayBeEmpty Set<String> comparatives,
    @MayBeEmpty Set<String> articles,
    @MayBeEmpty Set<String> notSize,
    @MayBeEmpty Set<String> than,
    @MayBeEmpty Set<String> others,
    @MayBeEmpty Terms changed,
    @MayBeEmpty Terms about,
    @MayBeEmpty Terms upTo,
    @MayBeEmpty Terms less,
    @MayBeEmpty Terms more,
    @MayBeEmpty Terms earlierBefore,
    @MayBeEmpty Terms past,
    @MayBeEmpty Terms earlierAfter,
    @MayBeEmpty Set<String> yearAfter,
    @MayBeEmpty Terms now,
    @MayBeEmpty Set<String> ends,
    @MayBeEmpty Terms distanceAfter,
    @MayBeEmpty Terms distanceBefore,
    @MayBeEmpty Terms notFindingAfter,
    @MayBeEmpty Terms notFindingBefore,
    @MayBeEmpty Terms once) {

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
