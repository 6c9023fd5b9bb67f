package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Texts;

/**
 * The wordings of one kind of error.
 *
 * @param id of the check that must find it
 */
record Kind(String id, Words words) {
  /**
   * The file of a kind.
   *
   * @param avoid a pattern that no report of any wording may have
   * @param slots words for a slot; one of them is drawn
   * @param sets slots that are drawn together: one map of each list is drawn
   */
  record Words(
      @Nullable String avoid,
      @Nullable Map<String, List<String>> slots,
      @Nullable Map<String, List<Map<String, String>>> sets,
      List<Wording> wordings) {
    Words {
      slots = slots == null ? Map.of() : Map.copyOf(slots);
      sets = sets == null ? Map.of() : Map.copyOf(sets);
      wordings = Texts.copy(wordings);
    }

    private Words withSlot(String slot, List<String> drawn) {
      Map<String, List<String>> all = new HashMap<>(slots);
      all.put(slot, drawn);
      return new Words(avoid, all, sets, wordings);
    }
  }

  /** The same with other words for a slot. */
  Kind withSlot(String slot, List<String> drawn) {
    return new Kind(id, words.withSlot(slot, drawn));
  }

  /**
   * All kinds, in the order of {@code lab/checks/kinds.yaml}.
   *
   * @throws IllegalArgumentException naming the file that is not valid
   */
  static List<Kind> load(SiteFiles files) {
    List<Kind> kinds = new ArrayList<>();
    for (String id : files.yaml("lab/checks/kinds.yaml", new TypeReference<List<String>>() {})) {
      String file = "lab/checks/errors/" + id + ".yaml";
      Words words = files.yaml(file, new TypeReference<Words>() {});
      if (words.wordings.isEmpty()) {
        throw new IllegalArgumentException(file + ": there is no wording");
      }
      kinds.add(new Kind(id, words));
    }
    return kinds;
  }
}
