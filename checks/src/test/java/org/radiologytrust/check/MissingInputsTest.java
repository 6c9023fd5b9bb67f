package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Sex;
import org.radiologytrust.text.mentions.ReportReading;

class MissingInputsTest {
  private record Needing(String id, Set<CheckInput> needs) implements Check {
    @Override
    public List<CheckResult> check(Audit c, ReportReading r) {
      return List.of();
    }
  }

  private static final Audit TEXT_ONLY = new CaseBuilder().text("FINDINGS:~Normal.").build();

  @Test
  void oneSentenceListsTheChecksByWhatIsMissing() {
    Audit c = new CaseBuilder().sex(Sex.FEMALE).text("FINDINGS:~Normal.").build();
    List<MissingInput> missing =
        Stream.of(
                new Needing("a", Set.of(CheckInput.ORDERED_SIDE)),
                new Needing("b", Set.of(CheckInput.STUDY_DATE, CheckInput.BIRTH_DATE)),
                new Needing("c", Set.of()),
                new Needing("d", Set.of(CheckInput.SEX)),
                new Needing("e", Set.of(CheckInput.ORDERED_MODALITY)))
            .flatMap(check -> MissingInput.of(check, c).stream())
            .toList();
    assertEquals(List.of("a", "b", "e"), missing.stream().map(MissingInput::check).toList());
    assertEquals(
        "Checks that could not be made: a, e (no procedure in the order);"
            + " b (no birth date and no date of the study).",
        MissingInput.note(missing));
    assertEquals("", MissingInput.note(List.of()));
  }

  /** Most patients have none: a note in every audit would hide the others. */
  @Test
  void nobodyIsToldThatThereIsNoEarlierReport() {
    Set<CheckInput> needs = Set.of(CheckInput.EARLIER, CheckInput.STUDY_DATE);
    Checks checks =
        new Checks(
            SiteFiles.shipped(),
            CheckSettings.ALL_ON,
            List.of(new Needing("a", needs)),
            () -> 0,
            (check, failure) -> {});
    Audit first = checks.check(TEXT_ONLY);
    assertFalse(first.note().contains(" a ("), first.note());
    assertFalse(first.made().finished().contains("a"));
    EarlierReport earlier = EarlierReport.of("v1", null, TEXT_ONLY.report());
    Audit second = checks.check(TEXT_ONLY.toBuilder().earlier(List.of(earlier)).build());
    assertTrue(second.note().contains("a (no date of the study)"), second.note());
  }

  @Test
  void eachInputIsRecognised() {
    Audit all =
        new CaseBuilder()
            .procedure("CT CHEST")
            .sex(Sex.OTHER)
            .image("CT", "CHEST", "", "")
            .text("FINDINGS:~Normal.")
            .earlier("2026-03-04", "CT CHEST", "FINDINGS:~Normal.")
            .build();
    for (CheckInput input :
        List.of(
            CheckInput.PROCEDURE,
            CheckInput.ORDERED_SIDE,
            CheckInput.ORDERED_MODALITY,
            CheckInput.ORDERED_BODY_PART,
            CheckInput.SEX,
            CheckInput.IMAGES,
            CheckInput.EARLIER)) {
      assertTrue(input.present(all), input.name());
    }
    Audit fields =
        new CaseBuilder()
            .orderModality("CT")
            .orderLaterality("L")
            .text("FINDINGS:~Normal.")
            .build();
    assertFalse(CheckInput.PROCEDURE.present(fields));
    assertTrue(CheckInput.ORDERED_SIDE.present(fields));
    assertTrue(CheckInput.ORDERED_MODALITY.present(fields));
    assertFalse(CheckInput.ORDERED_BODY_PART.present(fields));
    for (CheckInput input : CheckInput.values()) {
      boolean text = input == CheckInput.WHOLE_TEXT;
      assertEquals(text, input.present(TEXT_ONLY), input.name());
    }
  }

  /** What the report does not say may stand on a page that was lost. */
  @Test
  @Tag("safety")
  void aCheckOfWhatIsNotSaidNeedsTheWholeText() {
    Checks checks = new Checks(SiteFiles.shipped());
    List<String> absent =
        List.of(
            "no-impression", "critical-uncommunicated", "finding-left-out", "critical-left-out");
    for (String text :
        List.of(
            "TECHNIQUE:~CT.~HISTORY:~Fall.~FINDINGS:~Large left pneumothorax.~Heart normal.",
            "FINDINGS:~Large left pneumothorax. Pleural effusion.~IMPRESSION:~Normal heart.")) {
      Audit whole = new CaseBuilder().text(text).build();
      assertTrue(
          checks.check(whole).checks().stream().anyMatch(r -> absent.contains(r.check())), text);
      Audit cut =
          whole.toBuilder()
              .report(
                  whole.report().toBuilder()
                      .notAudited(List.of(NotAudited.reportText("page of a PDF", "lost")))
                      .build())
              .build();
      Audit checked = checks.check(cut);
      assertTrue(checked.checks().stream().noneMatch(r -> absent.contains(r.check())), text);
      assertTrue(
          checked.note().contains("no-impression (no complete text of the report)"),
          checked.note());
    }
  }

  @Test
  void theAuditSaysWhichChecksCouldNotBeMade() {
    String note = new Checks(SiteFiles.shipped()).check(TEXT_ONLY).note();
    assertTrue(note.startsWith("Checks that could not be made: "), note);
    assertTrue(note.contains("side-order"), note);
    assertTrue(note.contains("sex-organ (no sex of the patient)"), note);
    assertTrue(note.contains("(no images)"), note);
    assertFalse(note.contains("overconfident"), "it needs only the text");
  }

  @Test
  void aCheckThatIsOffIsNotMissed() {
    Checks checks = new Checks(SiteFiles.shipped(), CheckSettings.without(Set.of("side-order")));
    assertFalse(checks.check(TEXT_ONLY).note().contains("side-order"));
  }
}
