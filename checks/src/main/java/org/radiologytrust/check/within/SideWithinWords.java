package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/** The words of {@code side-within}. */
record SideWithinWords(
    @MayBeEmpty Terms wholes,
    @MayBeEmpty Terms parts,
    @MayBeEmpty Set<String> links,
    @MayBeEmpty Set<String> again,
    @MayBeEmpty Set<String> verbs,
    @MayBeEmpty Set<String> another,
    @MayBeEmpty Set<String> otherThings,
    @MayBeEmpty Terms several,
    @MayBeEmpty Set<String> examined) {

  static SideWithinWords load(SiteFiles files) {
    return files.words("side-within.yaml", new TypeReference<SideWithinWords>() {});
  }
}
