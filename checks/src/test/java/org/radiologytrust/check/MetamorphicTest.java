package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;

/** Changes of a report that must not change its flags, or only their sides. */
@Tag("long")
class MetamorphicTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());
  private static final List<GeneratedReport> REPORTS = GeneratedReport.some(100);
  private static final Pattern SIDE = Pattern.compile("(?i)(?<!-)\\b(left|right)\\b");

  private static String flags(GeneratedReport report) {
    return flags(report.audit());
  }

  private static String flags(Audit c) {
    return GeneratedReport.flags(CHECKS, c, UnaryOperator.identity());
  }

  /**
   * Without side-within, which knows whether "the right effusion" goes back to a left one, and
   * without denied, which reads "no fracture" at the place of the sentence before.
   */
  private static Map<String, Long> counts(GeneratedReport report) {
    Map<String, Long> counts = GeneratedReport.counts(CHECKS, report.audit());
    counts.remove("side-within");
    counts.remove("denied");
    return counts;
  }

  /** Left becomes right, and the other way round. */
  static String swapped(String text) {
    return SIDE.matcher(text)
        .replaceAll(
            m -> {
              String word = m.group();
              String other = word.equalsIgnoreCase("left") ? "right" : "left";
              if (word.equals(word.toUpperCase(Locale.ROOT))) {
                return other.toUpperCase(Locale.ROOT);
              }
              return Character.isUpperCase(word.charAt(0))
                  ? Character.toUpperCase(other.charAt(0)) + other.substring(1)
                  : other;
            });
  }

  private static void sameWith(UnaryOperator<String> change) {
    for (GeneratedReport report : REPORTS) {
      String changed =
          flags(GeneratedReport.audit(report.procedure(), change.apply(report.text())));
      assertEquals(flags(report), changed, () -> change.apply(report.text()));
    }
  }

  @Test
  void theReportsHaveFlags() {
    long flagged = REPORTS.stream().filter(r -> !flags(r).isEmpty()).count();
    assertTrue(flagged > 20 && flagged < 90, "flagged: " + flagged);
  }

  @Test
  void swappedSidesSwapTheFlags() {
    for (GeneratedReport report : REPORTS) {
      String text = swapped(report.text());
      assertEquals(
          GeneratedReport.flags(CHECKS, report.audit(), MetamorphicTest::swapped),
          flags(GeneratedReport.audit(swapped(report.procedure()), text)),
          text);
    }
  }

  @Test
  void aNormalSentenceChangesNothing() {
    for (GeneratedReport report : REPORTS) {
      for (int i = 0; i <= report.findings().size(); i++) {
        List<String> findings = new ArrayList<>(report.findings());
        findings.add(i, "The soft tissues are unremarkable.");
        GeneratedReport longer = report.withFindings(findings);
        assertEquals(flags(report), flags(longer), longer::text);
      }
    }
  }

  @Test
  void theOrderOfParagraphsChangesNothing() {
    Random random = new Random(8);
    for (GeneratedReport report : REPORTS) {
      List<String> findings = new ArrayList<>(report.findings());
      Collections.shuffle(findings, random);
      GeneratedReport shuffled = report.withFindings(findings);
      assertEquals(counts(report), counts(shuffled), shuffled::text);
    }
  }

  @Test
  void capitalsChangeNothing() {
    sameWith(t -> t.toUpperCase(Locale.ROOT));
  }

  @Test
  void lineEndsChangeNothing() {
    sameWith(t -> t.replace("\n", "\r\n"));
  }

  @Test
  void nonBreakingSpacesChangeNothing() {
    sameWith(t -> t.replace(' ', '\u00a0'));
  }

  @Test
  void narrowLinesChangeNothing() {
    sameWith(t -> wrapped(t, 40));
    sameWith(t -> wrapped(t, 72));
  }

  /** The text with lines of at most this many characters. */
  static String wrapped(String text, int width) {
    StringBuilder all = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int used = 0;
      for (String word : line.split(" ")) {
        boolean fits = used == 0 || used + 1 + word.length() <= width;
        all.append(used == 0 ? "" : fits ? " " : "\n").append(word);
        used = fits && used > 0 ? used + 1 + word.length() : word.length();
      }
      all.append('\n');
    }
    return all.toString();
  }
}
