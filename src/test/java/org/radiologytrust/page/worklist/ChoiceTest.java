package org.radiologytrust.page.worklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.reviews.Worklist;

class ChoiceTest {
  private static final Instant NOW = Instant.parse("2026-04-01T10:42:00Z");

  private static Function<String, List<String>> form(Map<String, List<String>> fields) {
    return field -> fields.getOrDefault(field, List.of());
  }

  @Test
  void theFirstChoiceIsWhatIsToDoOfTheLast24Hours() {
    Worklist.Filter filter = Choice.FIRST.filter(NOW, Set.of());
    assertEquals(Worklist.State.TO_DO, filter.states());
    assertEquals(NOW.minusSeconds(86_400), filter.since());
    assertTrue(Choice.FIRST.plain());
    assertEquals(List.of(Choice.Criterion.PERIOD), Choice.FIRST.filters());
  }

  @Test
  void aSearchKeepsTheFiltersAndFiltersKeepTheSearch() {
    Choice searched = Choice.FIRST.changed(form(Map.of("text", List.of("  A24 "))));
    Choice filtered =
        searched.changed(
            form(
                Map.of(
                    "filters", List.of("1"),
                    "site", List.of("NORD"),
                    "state", List.of("open", "waiting"),
                    "period", List.of("all"))));
    Worklist.Filter filter =
        filtered.changed(form(Map.of("text", List.of("B7")))).filter(NOW, Set.of());
    assertEquals("B7", filter.text());
    assertEquals("NORD", filter.site());
    assertEquals(Set.of(Worklist.State.OPEN, Worklist.State.WAITING), filtered.states());
    assertEquals(Set.of(), filter.states(), "another search looks in all states");
    assertNull(filter.since());
    assertEquals("A24", filtered.text());
    assertFalse(filtered.plain());
  }

  @Test
  void noBoxTickedShowsEverything() {
    Choice none =
        Choice.FIRST.changed(form(Map.of("filters", List.of("1"), "period", List.of("day"))));
    assertEquals(Choice.FIRST, none);
  }

  @Test
  void eachCriterionIsTakenAwayAlone() {
    Choice all =
        Choice.FIRST.changed(
            form(
                Map.of(
                    "filters", List.of("1"),
                    "site", List.of("NORD"),
                    "modality", List.of("CT"),
                    "bodyPart", List.of("CHEST"),
                    "radiologist", List.of("Dr. B"),
                    "type", List.of("side-order"),
                    "state", List.of("open"),
                    "preliminary", List.of("1"),
                    "period", List.of("week"))));
    all = all.changed(form(Map.of("toggle", List.of("mine"))));
    assertEquals("", all.radiologist(), "either mine or somebody's");
    all =
        new Choice(
            "",
            all.states(),
            "NORD",
            "CT",
            "CHEST",
            "Dr. B",
            "side-order",
            true,
            true,
            Period.WEEK);
    assertEquals(List.of(Choice.Criterion.values()), all.filters());
    for (Choice.Criterion criterion : Choice.Criterion.values()) {
      Choice less = all.changed(form(Map.of("without", List.of(criterion.code()))));
      assertEquals(Choice.Criterion.values().length - 1, less.filters().size(), criterion.code());
      assertFalse(less.filters().contains(criterion), criterion.code());
      assertEquals(criterion, Choice.Criterion.of(criterion.code()).orElseThrow());
    }
    assertEquals(Choice.FIRST, all.changed(form(Map.of("clear", List.of("day")))));
    assertEquals(List.of(), all.changed(form(Map.of("clear", List.of("all")))).filters());
  }

  @Test
  void aSearchIsMadeWithOneCriterionOrWithNone() {
    Choice choice =
        Choice.FIRST
            .with("A24")
            .changed(
                form(
                    Map.of(
                        "filters", List.of("1"),
                        "site", List.of("NORD"),
                        "state", List.of("open"),
                        "period", List.of("week"))));
    Choice site = choice.only(Choice.Criterion.SITE);
    assertEquals(List.of(Choice.Criterion.SITE), site.filters());
    assertEquals(Worklist.State.values().length, site.states().size(), "a search has all states");
    assertEquals("NORD", site.site());
    assertEquals("A24", site.text());
    assertEquals(List.of(), choice.everywhere().filters());
    assertEquals("A24", choice.everywhere().text());
  }

  @Test
  void aSearchLooksInAllStatesAndItsEndShowsWhatIsToDo() {
    Choice alone = Choice.FIRST.changed(form(Map.of("only", List.of("decided"))));
    assertTrue(alone.alone(Worklist.State.DECIDED));
    Choice searched = alone.changed(form(Map.of("text", List.of("A24"))));
    assertEquals(Set.of(), searched.filter(NOW, Set.of()).states());
    Choice within = searched.changed(form(Map.of("only", List.of("waiting"))));
    assertTrue(within.alone(Worklist.State.WAITING));
    assertEquals(searched, within.changed(form(Map.of("only", List.of("waiting")))));
    assertTrue(searched.changed(form(Map.of("text", List.of("")))).toDo());
  }

  @Test
  void theNextReportIsOpenAndOfTheSameFilter() {
    Choice choice =
        Choice.FIRST.changed(
            form(
                Map.of(
                    "filters",
                    List.of("1"),
                    "site",
                    List.of("NORD"),
                    "state",
                    List.of("no_flag", "open"))));
    Worklist.Filter open = choice.in(Worklist.State.OPEN, NOW, Set.of());
    assertEquals(Set.of(Worklist.State.OPEN), open.states());
    assertEquals("NORD", open.site());
  }

  @Test
  void aTextWithoutEndIsCut() {
    Choice choice = Choice.FIRST.changed(form(Map.of("text", List.of("x".repeat(100_000)))));
    assertEquals(200, choice.text().length());
  }

  @Test
  void theSearchIsInNoDefaultText() {
    Choice choice = Choice.FIRST.changed(form(Map.of("text", List.of("Phantom"))));
    assertFalse((choice + " " + choice.filter(NOW, Set.of())).contains("Phantom"));
  }
}
