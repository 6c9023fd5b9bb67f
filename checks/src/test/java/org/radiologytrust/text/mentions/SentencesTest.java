package org.radiologytrust.text.mentions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.text.sections.Segmenter;

/** What the reader reads in each sentence of {@code sentences.txt}, which explains its lines. */
class SentencesTest {
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());
  private static final ReportReader READER = new ReportReader(SiteFiles.shipped());

  static List<String> sentences() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SentencesTest.class.getResourceAsStream("/text/sentences.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Test
  void thereAreAtLeastFourHundred() throws IOException {
    assertTrue(sentences().size() >= 400);
    assertEquals(sentences().size(), sentences().stream().distinct().count());
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void isReadAsTheTableSays(String line) {
    String[] columns = line.split(" \\| ");
    String text = columns[0].replace('~', '\n');
    List<Mention> findings = findings(text);
    if (columns[1].equals("-")) {
      assertEquals(List.of(), findings.stream().map(m -> m.evidence().value()).toList());
      return;
    }
    List<String> read = new ArrayList<>();
    for (String expected : columns[1].split("; ")) {
      String words = expected.substring(0, expected.indexOf(':'));
      read.add(words + ": " + at(text, words, findings).map(SentencesTest::said).orElse("nothing"));
    }
    assertEquals(columns[1], String.join("; ", read));
  }

  private static List<Mention> findings(String text) {
    Audit c =
        SEGMENTER.segment(
            Audit.of(new UUID(0, 1), SampleRecords.report("A1", text))
                .started(Instant.EPOCH)
                .build());
    return READER.read(c).mentions(MentionKind.FINDING).toList();
  }

  /** The mention at the n-th place of these words, which may be longer or shorter than they. */
  private static Optional<Mention> at(String text, String words, List<Mention> findings) {
    int mark = words.indexOf('#');
    String word = mark < 0 ? words : words.substring(0, mark);
    int times = mark < 0 ? 1 : Integer.parseInt(words.substring(mark + 1));
    String flat = text.replace('\n', ' ').toLowerCase(Locale.ROOT);
    int from = -1;
    for (int n = 0; n < times; n++) {
      from = flat.indexOf(word.toLowerCase(Locale.ROOT), from + 1);
      assertTrue(from >= 0, () -> "the text has no " + words);
    }
    int at = from;
    return findings.stream()
        .filter(m -> m.span().start() < at + word.length() && m.span().end() > at)
        .findFirst();
  }

  /** A mention as the table writes it: what is as by default is left out. */
  private static String said(Mention m) {
    String certainty = m.certainty() == Certainty.CERTAIN ? "" : m.certainty().name();
    String time = m.time() == MentionTime.NOW ? "" : m.time().name();
    String side = m.side() == null ? "" : m.side().name();
    String source =
        m.sideSource() == null || m.sideSource() == SideSource.PHRASE ? "" : m.sideSource().name();
    return String.join(
        " ",
        Stream.of(m.polarity().name(), certainty, time, side, source)
            .filter(w -> !w.isEmpty())
            .map(w -> w.toLowerCase(Locale.ROOT))
            .toList());
  }
}
