package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;

/** The file {@code addenda.yaml}, which says what its lists are for. */
record AddendumWords(
    @MayBeEmpty List<String> another,
    @MayBeEmpty List<String> otherStudy,
    @MayBeEmpty List<String> asks,
    List<String> becomes,
    List<String> insteadOf,
    @MayBeEmpty Set<String> between,
    @MayBeEmpty List<String> small,
    @MayBeEmpty List<String> large) {

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  static AddendumWords load(SiteFiles files) {
    return files.words("addenda.yaml", new TypeReference<AddendumWords>() {});
  }
}
