package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.radiologytrust.model.SiteFiles;

/** The words of {@code side-within}. */
record SideWithinWords(
    List<String> left,
    List<String> right,
    List<String> wholes,
    List<String> parts,
    List<String> links,
    List<String> again,
    List<String> verbs,
    List<String> another,
    Set<String> examined) {

  static SideWithinWords load(SiteFiles files) {
    return files.words("side-within.yaml", new TypeReference<SideWithinWords>() {});
  }
}
