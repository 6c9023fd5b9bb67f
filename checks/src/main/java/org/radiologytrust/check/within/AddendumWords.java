package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/** The file {@code addenda.yaml}, which says what its lists are for. */
record AddendumWords(
    @MayBeEmpty Terms another,
    @MayBeEmpty Terms otherStudy,
    @MayBeEmpty Terms asks,
    Terms becomes,
    Terms insteadOf,
    @MayBeEmpty Set<String> between,
    @MayBeEmpty Terms small,
    @MayBeEmpty Terms large) {

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  static AddendumWords load(SiteFiles files) {
    return files.words("addenda.yaml", new TypeReference<AddendumWords>() {});
  }
}
