package org.radiologytrust.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.RandomDraw;

class ReportTextTest {
  private static final SectionNames NAMES = SectionNames.load(SiteFiles.shipped());
  private static final String REPORT =
      "EXAM: CT chest\n\nFINDINGS: One thing. Another thing.\n\nIMPRESSION:\n1. One.\n2. Two.";

  private static ReportText of(String text) {
    return ReportText.of(text, NAMES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "Plain text: without headings.",
        REPORT,
        "FINDINGS:\n\n  Indented.  \n\nIMPRESSION: \n",
        "CC: Pain.\n\nMRI BRAIN, 1/1/93, revealed: nothing\n\nIMPRESSION\nNormal."
      })
  void anUnchangedReportKeepsItsCharacters(String text) {
    assertEquals(text, of(text).text());
  }

  @Test
  void sectionsAreFoundByTheirNames() {
    assertEquals("CT chest", of(REPORT).body(Place.EXAM));
    assertEquals("1. One.\n2. Two.", of(REPORT).body(Place.IMPRESSION));
    assertFalse(of(REPORT).has(Place.TECHNIQUE));
    assertTrue(of("IMPRESSION\nNormal.").has(Place.IMPRESSION));
  }

  @Test
  void aSentenceIsAddedBetweenSentencesOrAsAnItem() {
    String added =
        of(REPORT)
            .insert(Place.FINDINGS, "New.", new RandomDraw(1))
            .flatMap(t -> t.insert(Place.IMPRESSION, "Three.", new RandomDraw(1)))
            .orElseThrow()
            .text();
    assertTrue(added.contains("New."), added);
    assertTrue(added.contains("One thing.") && added.contains("Another thing."), added);
    assertTrue(added.endsWith("1. One.\n2. Two.\n3. Three."), added);
  }

  @Test
  void aMissingSectionIsAddedWhereReportsHaveIt() {
    assertEquals(
        "EXAM: CT chest\n\nCOMPARISON: None.\n\nFINDINGS: One thing.",
        of("EXAM: CT chest\n\nFINDINGS: One thing.").set(Place.COMPARISON, "None.").text());
  }

  @Test
  void anAddendumIsAddedAtTheEndBesideAnEarlierOne() {
    ReportText once = of(REPORT).add(Place.ADDENDUM, "First.");
    assertEquals(REPORT + "\n\nADDENDUM: First.", once.text());
    assertEquals(
        REPORT + "\n\nADDENDUM: First.\n\nADDENDUM: Second.",
        of(once.text()).add(Place.ADDENDUM, "Second.").text());
    assertEquals("Normal.\nADDENDUM: First.", of("Normal.").add(Place.ADDENDUM, "First.").text());
  }

  @Test
  void aSectionIsDroppedWithItsHeading() {
    String left = of(REPORT).drop(Place.IMPRESSION).orElseThrow().text();
    assertFalse(left.contains("IMPRESSION"), left);
    assertTrue(of("FINDINGS: Normal.").drop(Place.IMPRESSION).isEmpty());
  }

  @Test
  void quotedFieldsOfATableHoldCommasQuotesAndLines() {
    assertEquals(
        List.of(List.of("a", "b, \"c\"\nd"), List.of("", "e")),
        Csv.records("a,\"b, \"\"c\"\"\nd\"\r\n\r\n,e\n"));
  }
}
