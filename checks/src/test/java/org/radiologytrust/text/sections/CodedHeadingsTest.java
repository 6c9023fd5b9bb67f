package org.radiologytrust.text.sections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.Growth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;

/** Headings that a message gives by codes. */
class CodedHeadingsTest {
  private static final Headings HEADINGS = new Headings(SiteFiles.shipped());

  /** A report of lines, each with the code of its section before it, as HL7 sends them. */
  private static Report report(String... lines) {
    StringBuilder text = new StringBuilder();
    List<SectionHint> hints = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split("\\|", -1);
      int start = text.codePointCount(0, text.length());
      text.append(parts[1]).append('\n');
      int end = text.codePointCount(0, text.length()) - 1;
      if (!parts[0].isEmpty() && end > start) {
        hints.add(new SectionHint(new Span(start, end), Section.valueOf(parts[0])));
      }
    }
    SectionHint[] all = hints.toArray(SectionHint[]::new);
    return Cases.of(text.toString().stripTrailing(), all).report();
  }

  private static List<String> coded(Report report) {
    return HEADINGS.coded(report).stream()
        .map(heading -> heading.name() + "|" + heading.span().in(report.text()))
        .toList();
  }

  @Test
  void standAboveTheTextThatTheyMark() {
    Report report =
        report(
            "TECHNIQUE|Axial images.",
            "FINDINGS|Größe 5 mm. \uD83D\uDE00",
            "FINDINGS|Heart normal.",
            "|",
            "IMPRESSION|Normal.");
    assertEquals(
        List.of(
            "TECHNIQUE|Axial images.",
            "FINDINGS|Größe 5 mm. \uD83D\uDE00\nHeart normal.",
            "IMPRESSION|Normal."),
        coded(report));
  }

  /** Where the text has the heading itself, in the marked part or right above it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "FINDINGS|FINDINGS: Clear.;IMPRESSION|IMPRESSION:;IMPRESSION|Normal.",
        "FINDINGS|Findings;FINDINGS|Clear.;IMPRESSION|Conclusion: Normal.",
        "|FINDINGS:;FINDINGS|Clear.;IMPRESSION|IMPRESSION: Normal.",
        "FINDINGS|EXAMINATION: CT;FINDINGS|Clear.;IMPRESSION|IMPRESSION: Normal.",
      })
  void areLeftOutWhereTheTextHasOne(String one, String two, String three) {
    assertEquals(List.of(), coded(report(one, two, three)));
  }

  @Test
  void aHeadingOfAnotherSectionAboveIsNone() {
    assertEquals(List.of("IMPRESSION|Normal."), coded(report("|FINDINGS:", "IMPRESSION|Normal.")));
  }

  /** One code for the whole text says what all reports are; an impression says something. */
  @Test
  void aGeneralCodeForAllTextIsNone() {
    assertEquals(List.of(), coded(report("FINDINGS|Clear.", "FINDINGS|Normal.")));
    assertEquals(List.of("IMPRESSION|Clear."), coded(report("IMPRESSION|Clear.")));
    assertEquals(List.of("FINDINGS|Clear."), coded(report("|CT CHEST", "FINDINGS|Clear.")));
  }

  @Test
  void sectionsWithoutACodeOfTheirOwnAreNone() {
    assertEquals(List.of(), coded(report("OTHER|Clear.", "ADMINISTRATIVE|Signed.")));
    assertEquals(List.of(), coded(Cases.of("").report()));
    assertEquals(List.of(), coded(report("|FINDINGS: Clear.")));
  }

  @Test
  void partsThatBeginWithinALineAreNone() {
    SectionHint part = new SectionHint(new Span(7, 14), Section.IMPRESSION);
    assertEquals(List.of(), coded(Cases.of("Clear. Normal.", part).report()));
  }

  @Test
  void manyCodesTakeLinearTime() {
    assertEquals(400, HEADINGS.coded(many(400)).size());
    Growth.assertLinear(many(10_000), many(40_000), HEADINGS::coded);
  }

  private static Report many(int count) {
    String[] lines = new String[count];
    Arrays.setAll(lines, i -> (i % 2 == 0 ? "FINDINGS" : "IMPRESSION") + "|Clear.");
    return report(lines);
  }
}
