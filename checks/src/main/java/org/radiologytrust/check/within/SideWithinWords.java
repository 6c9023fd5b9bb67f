package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;

/** The words of {@code side-within}. */
record SideWithinWords(
    List<String> left,
    List<String> right,
    @MayBeEmpty List<String> wholes,
    @MayBeEmpty List<String> parts,
    @MayBeEmpty List<String> links,
    @MayBeEmpty List<String> again,
    @MayBeEmpty List<String> verbs,
    @MayBeEmpty List<String> another,
    @MayBeEmpty Set<String> examined) {

  static SideWithinWords load(SiteFiles files) {
    return files.words("side-within.yaml", new TypeReference<SideWithinWords>() {});
  }
}
