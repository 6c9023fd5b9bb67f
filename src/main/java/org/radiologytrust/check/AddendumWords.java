package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.radiologytrust.model.SiteFiles;

/** The file {@code addenda.yaml}, which says what its lists are for. */
record AddendumWords(
    List<String> another,
    List<String> otherStudy,
    List<String> asks,
    List<String> becomes,
    List<String> insteadOf,
    Set<String> between,
    List<String> small,
    List<String> large) {

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  static AddendumWords load(SiteFiles files) {
    return files.words("addenda.yaml", new TypeReference<AddendumWords>() {});
  }
}
