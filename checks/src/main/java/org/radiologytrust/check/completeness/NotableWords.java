package org.radiologytrust.check.completeness;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/** A file of findings that must not be lost; critical-findings.yaml explains the keys. */
record NotableWords(
    @Nullable Map<String, Entry> findings,
    @MayBeEmpty Terms unless,
    @MayBeEmpty Terms slight,
    @MayBeEmpty Terms falling,
    @MayBeEmpty Terms despite,
    @MayBeEmpty Terms kind,
    @MayBeEmpty Terms apart,
    @MayBeEmpty Terms refers,
    @MayBeEmpty Set<String> confirmed,
    @MayBeEmpty Set<String> heading,
    @MayBeEmpty List<Treatment> treated,
    @MayBeEmpty Terms complication) {
  record Entry(
      List<String> words,
      @Nullable Terms with,
      @Nullable Integer minMillimeters,
      @Nullable List<String> also,
      @Nullable List<String> causes) {}

  record Treatment(List<String> of, Terms by) {}

  static NotableWords of(SiteFiles files, String file) {
    return files.words(file, new TypeReference<NotableWords>() {});
  }
}
