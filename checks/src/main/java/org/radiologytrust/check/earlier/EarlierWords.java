package org.radiologytrust.check.earlier;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/** The words of the checks that read earlier reports; the file explains them. */
record EarlierWords(
    @MayBeEmpty Terms anyProcedure,
    @MayBeEmpty Terms replaced,
    @MayBeEmpty Set<String> parts,
    @MayBeEmpty Terms operations,
    @MayBeEmpty Set<String> scattered,
    @MayBeEmpty Terms fresh,
    @MayBeEmpty Terms freshBehind,
    @MayBeEmpty Terms notFresh,
    @MayBeEmpty Terms same,
    @MayBeEmpty Terms sameBehind,
    @MayBeEmpty Terms changed,
    @MayBeEmpty Terms known,
    @MayBeEmpty Terms knownBehind,
    @MayBeEmpty Set<String> follow,
    @MayBeEmpty Terms degree,
    @MayBeEmpty Terms otherStudy,
    @MayBeEmpty Terms otherPlace,
    @MayBeEmpty Terms refers,
    @MayBeEmpty Terms followUp,
    @MayBeEmpty Map<String, Integer> days,
    @MayBeEmpty Map<String, Integer> counts) {

  static EarlierWords load(SiteFiles files) {
    return files.words("earlier.yaml", new TypeReference<EarlierWords>() {});
  }
}
