package org.radiologytrust.authorship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.Growth;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.Authorship.Part;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;

class DraftsTest {
  private static final Author AI = author(Author.Role.DRAFTED, Author.Kind.SOFTWARE);
  private static final Author TEMPLATE = author(Author.Role.DRAFTED, Author.Kind.TEMPLATE);
  private static final Author EDITOR = author(Author.Role.EDITED, Author.Kind.PERSON);
  private static final Author SIGNER = author(Author.Role.SIGNED, Author.Kind.PERSON);

  private static Author author(Author.Role role, Author.Kind kind) {
    return new Author(role, kind, "Somebody", null, "ZAI-1");
  }

  private static Report report(String text, Author... authors) {
    return Report.of("main", "ACC1")
        .patient(new Patient(List.of(), "", "", null, Sex.UNKNOWN, ""))
        .order(new Order("", "", List.of("ACC1"), List.of(), Coding.NONE, "", "", ""))
        .text(text)
        .status(ReportStatus.FINAL)
        .authors(List.of(authors))
        .build();
  }

  /** The text with {a:AI}, {t:template} and {h:human} passages. */
  private static String shown(Report... versions) {
    Authorship authorship = Drafts.of(List.of(versions));
    String text = versions[versions.length - 1].text();
    StringBuilder covered = new StringBuilder();
    String shown =
        authorship.passages().stream()
            .map(
                p -> {
                  covered.append(p.span().in(text));
                  return "{"
                      + p.source().name().toLowerCase(java.util.Locale.ROOT).charAt(0)
                      + ":"
                      + p.span().in(text)
                      + "}";
                })
            .collect(Collectors.joining());
    assertTrue(!authorship.known() || covered.toString().equals(text), "gaps");
    return shown;
  }

  @Test
  void wordsOfTheDraftAreTheAisAndOthersAPersons() {
    assertEquals(
        "{a:No pneumothorax. }{h:Large}{a: effusion.}",
        shown(
            report("No pneumothorax. Small effusion.", AI),
            report("No pneumothorax. Large effusion.", EDITOR, SIGNER)));
  }

  @Test
  void withoutADraftNothingIsSaid() {
    assertEquals("", shown(report("No effusion.", SIGNER)));
    assertEquals("", shown(report("No effusion."), report("Effusion.", EDITOR)));
    assertEquals("", shown(report("No effusion.", AI, SIGNER)), "what did the person change?");
    assertEquals("", shown(report("Draft.", AI), report("")), "a withdrawal has no text");
  }

  @Test
  void draftMayNameThePersonThatItIsFor() {
    assertEquals(
        "{a:No effusion.}{h: Agreed.}",
        shown(
            report("No effusion.", AI, author(Author.Role.DICTATED, Author.Kind.PERSON)),
            report("No effusion. Agreed.", AI, SIGNER)));
  }

  @Test
  void signedVersionIsNoDraftOfItsCorrection() {
    assertEquals(
        "{h:Large}{a: effusion.}",
        shown(
            report("Small effusion.", AI),
            report("Large effusion.", AI, EDITOR, SIGNER),
            report("Large effusion.", AI, SIGNER)));
  }

  @Test
  void draftItselfIsAllTheAis() {
    assertEquals("{a:No effusion.}", shown(report("No effusion.", AI)));
    assertEquals("{t:No effusion.}", shown(report("No effusion.", TEMPLATE)));
  }

  @Test
  void theNewestDraftCounts() {
    assertEquals(
        "{a:B C}{h: D}", shown(report("A C", AI), report("B C", AI), report("B C D", SIGNER)));
    assertEquals(
        "{a:A B}{h: C}{h: D}".replace("}{h: D", " D"),
        shown(report("A B", AI), report("A B C", EDITOR), report("A B C D", SIGNER)));
  }

  @Test
  void aTemplateThatTheAiTookOverStaysATemplate() {
    assertEquals(
        "{t:Heart: }{a:large}{t:. Bones: normal.}{h: Agreed.}",
        shown(
            report("Heart: normal. Bones: normal.", TEMPLATE),
            report("Heart: large. Bones: normal.", AI),
            report("Heart: large. Bones: normal. Agreed.", SIGNER)));
  }

  @Test
  void placesAreCodePoints() {
    assertEquals(
        "{a:Masse 𝟓 mm }{h:𝐧eu}{a:.}",
        shown(report("Masse 𝟓 mm .", AI), report("Masse 𝟓 mm 𝐧eu.", SIGNER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No effusion. No mass. | No effusion. No mass. | No mass | AI_DRAFT",
        "No effusion. No mass. | No effusion. | No effusion. | AI_DRAFT",
        "Normal. No effusion. No mass. | Normal. No mass. | No mass. | AI_DRAFT",
        "No left effusion. | No effusion. | No effusion | EDITED",
        "No effusion. | effusion. | effusion | EDITED",
        "Effusion, unchanged. | Effusion. | Effusion | EDITED",
        "Effusion? | Effusion. | Effusion. | EDITED",
        "Small effusion. | Large effusion. | Large effusion | EDITED",
        "Small effusion. | Small effusion. Known. | Known | HUMAN",
        "Heart normal. No mass. | Heart normal. No effusion. No mass. | No effusion. | HUMAN",
        "Heart normal. No mass. | Heart normal. No effusion. No mass. | No mass. | AI_DRAFT",
        "Small effusion. | Small effusion. Known. | Small effusion. | AI_DRAFT"
      })
  void claimIsUnchangedIfNoWordOfItWasAddedOrRemoved(
      String draft, String now, String claim, Part part) {
    Authorship authorship = Drafts.of(List.of(report(draft, AI), report(now, SIGNER)));
    int at = now.indexOf(claim);
    assertEquals(Optional.of(part), authorship.of(now, Span.of(now, at, at + claim.length())));
  }

  @Test
  void linesThatWereBrokenAnewAreNoChange() {
    String draft = "No effusion is seen on\neither side.";
    String now = "No effusion is seen on either side.";
    Authorship authorship = Drafts.of(List.of(report(draft, AI), report(now, SIGNER)));
    assertEquals(Optional.of(Part.AI_DRAFT), authorship.of(now, new Span(0, now.length())));
  }

  @Test
  void longTextsWithNothingInCommonTakeLinearTime() {
    Growth.assertLinear(
        15_000,
        60_000,
        count ->
            assertTrue(
                Drafts.of(List.of(report(words(1, count), AI), report(words(2, count)))).known()));
  }

  private static String words(long seed, int count) {
    Random random = new Random(seed);
    String[] words = new String[count];
    Arrays.setAll(words, i -> Integer.toString(random.nextInt(1 << 30), 36));
    return String.join(" ", words);
  }
}
