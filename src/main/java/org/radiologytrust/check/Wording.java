package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.radiologytrust.model.SiteFiles;

/** The words for negation. */
record Wording(
    List<String> negationBefore,
    List<String> negationAfter,
    List<String> notNegations,
    Set<String> butWords) {

  static Wording load(SiteFiles files) {
    return files.words("wording.yaml", new TypeReference<Wording>() {});
  }
}
