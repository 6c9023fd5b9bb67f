package org.radiologytrust.lab.radfact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.SynthCases;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.sections.Segmenter;

class RadFactTest {
  private static final Path SHARED = Path.of("../shared/data/claims");
  private static final Path SAMPLE = Path.of("src/test/resources/radfact");

  private final RadFact radFact = new RadFact(SiteFiles.shipped());

  @TempDir Path folder;

  @Test
  void phrasesBecomeQuotes() throws IOException {
    RadFact.Case c = radFact.read(SAMPLE).get(0);
    assertEquals("radfact-claims-01", c.id());
    assertEquals("radfact-claims", c.truth().split());
    assertEquals(
        List.of(
            "finding The scaphoid is intact",
            // one phrase stands in it in other words, another one without its verb
            "measurement The scaphoid is intact, with a 4 mm cyst, and the lunate is normal.",
            "absence No fracture or dislocation is seen.",
            "recommendation A repeat study in ten days is recommended"),
        c.truth().claims().stream()
            .filter(k -> !k.quote().equals("the lunate is normal"))
            .map(k -> k.type().name().toLowerCase(java.util.Locale.ROOT) + " " + k.quote())
            .toList());
    assertTrue(c.truth().claims().stream().allMatch(k -> k.label() == null));
    quotesStandInOneSentence(c);
  }

  @Test
  void entailmentBecomesLabelsBothWays() throws IOException {
    List<RadFact.Case> cases = radFact.read(SAMPLE).subList(1, 3);
    Truth a = cases.get(0).truth();
    assertEquals("radfact-entailment-01-a", cases.get(0).id());
    assertEquals(
        "FINDINGS:\nThe scaphoid is intact.\nNo dislocation.\nThe lunate is 9 mm wide.",
        cases.get(0).report());
    assertEquals(
        List.of("The scaphoid is broken at its waist.", "Dislocation is absent."),
        a.findings().stream().map(TrueFinding::description).toList());
    assertEquals(
        List.of(Label.NEEDS_REVIEW, Label.SUPPORTED, Label.UNCERTAIN),
        a.claims().stream().map(TrueClaim::label).toList());
    assertEquals(
        List.of(List.of(0), List.of(1), List.of()),
        a.claims().stream().map(TrueClaim::findings).toList());
    assertEquals(
        List.of(ClaimType.FINDING, ClaimType.ABSENCE, ClaimType.MEASUREMENT),
        a.claims().stream().map(TrueClaim::type).toList());
    assertEquals("contradiction", a.claims().get(0).reason());
    assertEquals(
        "The findings say otherwise: The scaphoid is broken at its waist.",
        a.claims().get(0).evidence());
    Truth b = cases.get(1).truth();
    assertEquals(List.of(1), b.claims().get(1).findings(), "the phrase got its full stop");
    cases.forEach(this::quotesStandInOneSentence);
  }

  @Test
  void publishedFilesAreReadInFull() throws IOException {
    assumeTrue(Files.isDirectory(SHARED));
    assertEquals(29, radFact.write(SHARED, folder));
    List<CaseFolders.Folder> read = CaseFolders.read(folder);
    assertEquals(29, read.size(), "the licence is no case");
    assertTrue(
        Files.readString(folder.resolve(RadFact.LICENSE_COPY)).contains("Microsoft Corporation"));
    List<RadFact.Case> cases = radFact.read(SHARED);
    cases.forEach(this::quotesStandInOneSentence);
    for (RadFact.Case c : cases) {
      assertEquals(
          Files.readString(folder.resolve(c.id()).resolve("report.txt")), c.report() + "\n");
    }
    Map<String, Long> labels =
        cases.stream()
            .flatMap(c -> c.truth().claims().stream())
            .collect(Collectors.groupingBy(k -> k.reason(), Collectors.counting()));
    assertEquals(Map.of("", 48L, "entailment", 19L, "contradiction", 16L, "neutral", 32L), labels);
  }

  private void quotesStandInOneSentence(RadFact.Case c) {
    List<Sentence> cut = StatedSentences.of(new Segmenter(SiteFiles.shipped()), c.report());
    int before = -1;
    for (TrueClaim k : c.truth().claims()) {
      Span span = new Span(k.start(), k.end());
      assertEquals(k.quote(), span.in(c.report()));
      assertEquals(1, cut.stream().filter(s -> s.span().contains(span)).count(), k.quote());
      assertTrue(k.start() >= before, "in order");
      before = k.start();
    }
  }

  /** What is said in the same words everywhere proves nothing: short sentences may be the same. */
  @Test
  void nothingOfItIsInTrainingText() throws IOException {
    assumeTrue(Files.isDirectory(SHARED));
    String trained =
        SynthCases.all(Split.TRAIN).stream()
            .map(c -> words(c.report()))
            .collect(Collectors.joining("|"));
    for (RadFact.Case c : radFact.read(SHARED)) {
      assertFalse(trained.contains(words(c.report())), c.id());
      for (Sentence s : StatedSentences.of(new Segmenter(SiteFiles.shipped()), c.report())) {
        String words = words(s.text());
        assertFalse(words.strip().split(" ").length > 6 && trained.contains(words), s.text());
      }
    }
  }

  private static String words(String text) {
    return " "
        + text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip()
        + " ";
  }

  @Test
  void whatIsWrongIsToldInOneLine() throws IOException {
    for (String name : List.of(RadFact.PHRASES, RadFact.ENTAILMENT, RadFact.LICENSE)) {
      assertTrue(refused().contains("there is no file " + folder.resolve(name)), name);
      Files.copy(SAMPLE.resolve(name), folder.resolve(name));
    }
    Path out = folder.resolve("out");
    assertEquals(3, radFact.write(folder, out));
    wrong(RadFact.PHRASES, "{}", "is not RadFact's list of examples");
    wrong(RadFact.PHRASES, "[{\"secret", "is not RadFact's list of examples (line 1)");
    wrong(RadFact.PHRASES, "[]", "has no example");
    wrong(RadFact.PHRASES, "[null]", "has no example, or an empty one");
    wrong(RadFact.PHRASES, "[{\"example_id\": 7}]", "example 7 lacks findings_text");
    mend(RadFact.PHRASES, "Two views of the wrist.\", \"new", "Three views.\", \"new");
    assertTrue(refused().contains("made_up_1 has a sentence that is not in findings_text"));
    Files.copy(
        SAMPLE.resolve(RadFact.PHRASES),
        folder.resolve(RadFact.PHRASES),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    mend(RadFact.ENTAILMENT, "\"neutral\"", "\"maybe\"");
    assertTrue(refused().contains("has a status that is not entailment"));
    mend(RadFact.ENTAILMENT, "\"maybe\"", "\"neutral\"");
    mend(RadFact.ENTAILMENT, "[\"Dislocation is absent.\"]}", "[\"secret\"]}");
    assertTrue(refused().contains("evidence that is not a phrase of the other report"));
  }

  private void wrong(String name, String text, String told) throws IOException {
    String before = Files.readString(folder.resolve(name));
    Files.writeString(folder.resolve(name), text);
    assertTrue(refused().contains(told), told);
    Files.writeString(folder.resolve(name), before);
  }

  private void mend(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertTrue(text.contains(from));
    Files.writeString(folder.resolve(name), text.replace(from, to));
  }

  private String refused() {
    String told =
        assertThrows(
                IllegalArgumentException.class,
                () -> radFact.write(folder, folder.resolve("refused")))
            .getMessage();
    assertEquals(1, told.lines().count());
    assertFalse(told.contains("secret"), "nothing of the file is told");
    assertFalse(Files.exists(folder.resolve("refused")), "nothing was written");
    return told;
  }
}
