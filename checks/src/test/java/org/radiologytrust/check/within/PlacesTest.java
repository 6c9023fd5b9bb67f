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
import org.radiologytrust.check.past.OrganRemovals;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.Sides;

/** The map of places, and that statements are compared only where their places meet. */
class PlacesTest {
  private static final SiteFiles FILES = SiteFiles.shipped();

  private record Entry(
      @Nullable List<String> in,
      boolean everywhere,
      boolean pair,
      List<String> words,
      @Nullable List<String> left,
      @Nullable List<String> right,
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

  @Test
  void anOrganThatTheMapDoesNotHaveStopsTheStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("words/en/removed-organs.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "organs: {gizzard: {place: crop, names: [gizzard]}}");
    SiteFiles files = SiteFiles.in(folder);
    String told =
        assertThrows(
                IllegalArgumentException.class, () -> new OrganRemovals(files, new Sides(files)))
            .getMessage();
    assertEquals("removed-organs.yaml: anatomy.yaml does not have the place crop", told);
  }

  @Test
  void aPartThatOnlyOneSideHasIsOnNoOther() {
    List<String> wrong = new ArrayList<>();
    int parts = 0;
    for (Entry entry : entries().values()) {
      Map<String, List<String>> sides =
          Map.of(
              "right", SiteFiles.orEmpty(entry.left()), "left", SiteFiles.orEmpty(entry.right()));
      for (String side : sides.keySet()) {
        for (String part : sides.get(side)) {
          parts++;
          CaseBuilder report =
              new CaseBuilder().text("FINDINGS: Opacity at the %s %s.".formatted(side, part));
          if (CheckTester.words("side-within", report.build()).equals("-")) {
            wrong.add(side + " " + part);
          }
        }
      }
    }
    assertTrue(parts > 5, "parts: " + parts);
    assertEquals(List.of(), wrong);
  }

  @Test
  void ofAPairTheSideOfTheRemovedOrganCounts() {
    assertEquals("-", removed("left nephrectomy", "The right kidney is normal."));
    assertEquals("kidney", removed("left nephrectomy", "The left kidney is normal."));
    assertEquals(
        "gallbladder", removed("cholecystectomy", "The gallbladder on the right is normal."));
    assertEquals(
        "right middle lobe", removed("middle lobectomy", "The right middle lobe is clear."));
    assertEquals("-", removed("right upper lobectomy", "The left upper lobe is clear."));
    assertEquals("tonsils", removed("tonsillectomy", "The tonsils are normal."));
  }

  private static String removed(String operation, String finding) {
    String text = "HISTORY: Status post %s.~FINDINGS: %s".formatted(operation, finding);
    return CheckTester.words("removed-organ", new CaseBuilder().text(text).build());
  }

  @Test
  void otherLevelsOfTheSpineDoNotMeet() {
    assertEquals("-", denied("A disc herniation at C5-C6.", "No disc herniation at C6-C7."));
    assertEquals("-", denied("A disc herniation at L4/5.", "No disc herniation at L5/S1."));
    assertEquals(
        "-", denied("A disc herniation at L4-L5.", "No disc herniation of the cervical spine."));
    assertEquals(
        "No disc herniation", denied("A disc herniation at L4/L5.", "No disc herniation at L4-5."));
  }

  private static String denied(String finding, String impression) {
    String text = "FINDINGS: %s~IMPRESSION: %s".formatted(finding, impression);
    return CheckTester.words("denied", new CaseBuilder().text(text).build());
  }
}
