package org.radiologytrust.check.within;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Anatomy;

/** The map of places, and that statements are compared only where their places meet. */
class PlacesTest {
  private static final SiteFiles FILES = SiteFiles.shipped();

  private record Entry(
      @Nullable List<String> in,
      boolean everywhere,
      List<String> words,
      @Nullable List<String> always,
      @Nullable List<String> usually) {}

  private static Map<String, Entry> entries() {
    return FILES.words("anatomy.yaml", new TypeReference<TreeMap<String, Entry>>() {});
  }

  private static Set<String> within(String id, Map<String, Entry> all) {
    Set<String> found = new LinkedHashSet<>(Set.of(id));
    for (String around : SiteFiles.orEmpty(all.get(id).in())) {
      found.addAll(within(around, all));
    }
    return found;
  }

  @Test
  void aWordNamesOnePlaceAndEachFindingOfTheMapExists() {
    Set<String> concepts = new TreeSet<>();
    FILES
        .words("findings.yaml", new TypeReference<Map<String, Map<String, List<String>>>>() {})
        .values()
        .forEach(family -> concepts.addAll(family.keySet()));
    Map<String, String> places = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    entries()
        .forEach(
            (id, entry) -> {
              for (String word : entry.words()) {
                if (places.put(word, id) != null) {
                  wrong.add(word + " names two places");
                }
              }
              for (List<String> findings :
                  List.of(SiteFiles.orEmpty(entry.always()), SiteFiles.orEmpty(entry.usually()))) {
                findings.stream().filter(f -> !concepts.contains(f)).forEach(wrong::add);
              }
            });
    assertEquals(List.of(), wrong);
  }

  @Test
  void aLesionIsDeniedOnlyWhereThePlacesMeet() {
    Map<String, Entry> all = entries();
    List<String> ids = List.copyOf(all.keySet());
    List<String> wrong = new ArrayList<>();
    int together = 0;
    for (int i = 0; i < ids.size(); i++) {
      String here = ids.get(i);
      // two others far away in the alphabet, and what this is a part of
      Set<String> others = new LinkedHashSet<>(SiteFiles.orEmpty(all.get(here).in()));
      others.add(here);
      others.add(ids.get((i + 37) % ids.size()));
      others.add(ids.get((i + 101) % ids.size()));
      for (String there : others) {
        boolean meet = within(here, all).contains(there) || within(there, all).contains(here);
        together += meet ? 1 : 0;
        for (String word : all.get(here).words()) {
          String other = all.get(there).words().get(0);
          CaseBuilder report =
              new CaseBuilder()
                  .text(
                      "FINDINGS: A lesion of the %s.~IMPRESSION: No %s lesion."
                          .formatted(word, other));
          boolean flagged = !CheckTester.words("denied", report.build()).equals("-");
          if (flagged != meet) {
            wrong.add(word + (meet ? " meets " : " does not meet ") + other);
          }
        }
      }
    }
    assertTrue(together > ids.size(), "places that meet: " + together);
    assertEquals(List.of(), wrong);
  }

  @Test
  void aPlaceThatIsPartOfNothingKnownStopsTheStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("words/en/anatomy.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "liver: {in: [belly], words: [liver]}");
    String told =
        assertThrows(IllegalArgumentException.class, () -> Anatomy.of(SiteFiles.in(folder)))
            .getMessage();
    assertEquals("anatomy.yaml: liver is in belly, which the file does not have", told);
  }
}
