package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ModalityCode;
import org.radiologytrust.model.StrengthRow;

/** Says for each report which checks its site switches otherwise than the table of strengths. */
final class CheckSwitches {
  private static final String FILE = "check/switches.yaml";

  /** An entry of the file, which explains the fields. */
  private record Entry(
      @Nullable String site, @Nullable String modality, Map<String, String> checks) {}

  /** An entry whose values are valid. */
  private record SiteRule(
      @Nullable String site, @Nullable String modality, Map<String, CheckSwitch> switches) {
    boolean fits(String from, List<String> modalities) {
      return (site == null || site.equals(from))
          && (modality == null || modalities.contains(modality));
    }
  }

  private final CheckSettings settings;
  private final List<SiteRule> rules = new ArrayList<>();

  /**
   * @param ids of all checks
   * @throws IllegalArgumentException if the site's file is not valid; the message names it
   */
  CheckSwitches(SiteFiles files, CheckSettings settings, Set<String> ids) {
    this.settings = settings;
    List<Entry> entries = files.yaml(FILE, new TypeReference<List<Entry>>() {});
    for (int i = 0; i < entries.size(); i++) {
      rules.add(valid(entries.get(i), FILE + ": entry " + (i + 1), ids));
    }
  }

  private static SiteRule valid(Entry entry, String where, Set<String> ids) {
    if (entry.site() == null && entry.modality() == null) {
      throw new IllegalArgumentException(
          where + " names neither site nor modality: use the settings rtl.check.ID");
    }
    String modality = entry.modality() == null ? null : ModalityCode.of(entry.modality(), where);
    Map<String, CheckSwitch> switches = new TreeMap<>();
    entry
        .checks()
        .forEach(
            (id, word) -> {
              if (!ids.contains(id)) {
                throw new IllegalArgumentException(where + ": there is no check " + id);
              }
              switches.put(id, valid(id, word, where));
            });
    return new SiteRule(entry.site(), modality, switches);
  }

  private static CheckSwitch valid(String id, String word, String where) {
    CheckSwitch valid =
        CheckSwitch.of(word)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        where + ": " + id + " is " + word + ", not on, tell, ask, quiet or off"));
    try {
      StrengthRow.requireTells(id, valid.tells());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage());
    }
    return valid;
  }

  /** What the report's site does with each check, by the check's id; on where it says nothing. */
  Map<String, CheckSwitch> of(Audit c) {
    Map<String, CheckSwitch> switches = new TreeMap<>(settings.switches());
    List<String> modalities = c.kinds();
    rules.stream()
        .filter(e -> e.fits(c.report().site(), modalities))
        .forEach(e -> switches.putAll(e.switches()));
    return switches;
  }
}
