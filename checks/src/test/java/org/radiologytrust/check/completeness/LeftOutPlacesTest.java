package org.radiologytrust.check.completeness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.files.SiteFiles;

/**
 * A related word in the impression hides a finding, unless it stands at a place of another organ.
 */
class LeftOutPlacesTest {
  private static final Map<String, Map<String, Object>> PLACES =
      SiteFiles.shipped()
          .words("anatomy.yaml", new TypeReference<TreeMap<String, Map<String, Object>>>() {});

  @SuppressWarnings("unchecked")
  private static List<String> list(String id, String key) {
    return (List<String>) PLACES.get(id).getOrDefault(key, List.of());
  }

  private static String word(String id) {
    List<String> words = list(id, "words");
    return words.get(words.size() - 1);
  }

  private static Set<String> within(String id) {
    Set<String> found = new LinkedHashSet<>(Set.of(id));
    list(id, "in").forEach(around -> found.addAll(within(around)));
    return found;
  }

  private static boolean oneOrgan(String a, String b) {
    boolean everywhere =
        PLACES.get(a).containsKey("everywhere") || PLACES.get(b).containsKey("everywhere");
    Set<String> shared = within(a);
    shared.retainAll(within(b));
    boolean part = shared.stream().anyMatch(id -> !list(id, "in").isEmpty());
    boolean common = PLACES.keySet().stream().anyMatch(id -> within(id).containsAll(Set.of(a, b)));
    return everywhere || part || common;
  }

  @Test
  void aLesionOfAnotherOrganHidesNoMass() {
    List<String> ids = List.copyOf(PLACES.keySet());
    List<String> wrong = new ArrayList<>();
    int hidden = 0;
    for (int i = 0; i < ids.size(); i++) {
      String here = ids.get(i);
      Set<String> others = new LinkedHashSet<>(list(here, "in"));
      others.addAll(List.of(here, ids.get((i + 1) % ids.size()), ids.get((i + 37) % ids.size())));
      for (String there : others) {
        boolean one = here.equals(there) || oneOrgan(here, there);
        hidden += one ? 1 : 0;
        String text =
            "FINDINGS: A large mass of the %s.~IMPRESSION: A lesion of the %s."
                .formatted(word(here), word(there));
        boolean flagged =
            !CheckTester.run("finding-left-out", new CaseBuilder().text(text).build()).isEmpty();
        if (flagged == one) {
          wrong.add(text);
        }
      }
    }
    assertTrue(hidden > ids.size(), "places of one organ: " + hidden);
    assertEquals(List.of(), wrong);
  }
}
