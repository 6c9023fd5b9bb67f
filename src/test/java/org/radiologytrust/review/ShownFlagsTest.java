package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Decision.Kind;

class ShownFlagsTest {
  private static final String TEXT =
      "FINDINGS: Cyst in the right knee. The uterus is normal. IMPRESSION: Cyst in the left knee.";
  private static final Evidence ORDER = Evidence.field("OBR-4", "XR KNEE LEFT");

  private static Evidence words(String words) {
    int at = TEXT.indexOf(words);
    return Evidence.of(new Span(at, at + words.length()), TEXT);
  }

  private static CheckResult flag(String check, String first, Evidence second) {
    return new CheckResult(check, Label.NEEDS_REVIEW, words(first), second, "Look: " + check + ".");
  }

  /** A wrong right knee: against the order, the images and the impression. */
  private static List<CheckResult> knee() {
    return List.of(
        flag("side-order", "right knee", ORDER).weighing(Weight.SIDE),
        flag("side-images", "right", Evidence.field("Laterality", "L")).weighing(Weight.SIDE),
        flag("side-findings-impression", "left knee", words("right knee")).weighing(Weight.SIDE));
  }

  private static Audit audit(List<CheckResult> checks) {
    return Audit.of(new UUID(0, 1), SampleRecords.report("A1", TEXT)).checks(checks).build();
  }

  private static ShownFlags shown(CheckResult... checks) {
    return ShownFlags.of(audit(List.of(checks)), List.of());
  }

  private static List<List<String>> types(ShownFlags shown) {
    return shown.all().stream()
        .map(flag -> flag.reasons().stream().map(Problem::type).toList())
        .toList();
  }

  private static Decision agree(int id, Problem reason) {
    return Decision.of(new UUID(1, id), new UUID(0, 1), reason.key(), Kind.AGREE, "ann").build();
  }

  @Test
  void aWrongKneeIsOneFlagWithThreeReasons() {
    Audit audit = audit(knee());
    ShownFlags shown = ShownFlags.of(audit, List.of());
    assertEquals(
        List.of(List.of("side-images", "side-order", "side-findings-impression")), types(shown));
    ShownFlag flag = shown.all().get(0);
    assertEquals(1, flag.problem().number());
    assertEquals(3, flag.problem().checks().size());
    assertEquals(
        List.of("right", "left knee"),
        flag.problem().places().stream().map(span -> span.in(TEXT)).toList());
    assertEquals(
        Problems.of(audit).stream().map(Problem::key).sorted().toList(),
        flag.reasons().stream().map(Problem::key).sorted().toList(),
        "each keeps its id");
  }

  @Test
  void otherWordsAndOtherAttributesAreFlagsOfTheirOwn() {
    assertEquals(
        List.of(List.of("side-order"), List.of("size"), List.of("side-images"), List.of("own")),
        types(
            shown(
                flag("side-order", "right knee", ORDER).weighing(Weight.SIDE),
                flag("size", "right knee", ORDER).weighing(Weight.SIDE),
                flag("side-images", "left knee", Evidence.field("Laterality", "R"))
                    .weighing(Weight.SIDE),
                flag("own", "right knee", ORDER).weighing(Weight.REST))));
  }

  /** Sentences around the flagged words would join what has nothing to do with it. */
  @Test
  void aSentenceAroundTheWordsJoinsNothing() {
    assertEquals(
        2,
        shown(
                flag("side-within", "right", words("Cyst in the right knee.")),
                flag("side-order", "Cyst", ORDER))
            .all()
            .size());
  }

  @Test
  void theLoudestStrengthAndClassCount() {
    CheckResult asked = knee().get(0).asking("Not measured.");
    CheckResult told = knee().get(1).weighing(Weight.REST);
    ShownFlags shown = shown(asked, told);
    assertEquals(List.of(List.of("side-images", "side-order")), types(shown));
    assertEquals(1, shown.open().size());
    assertEquals(List.of(), shown.questions());
    assertEquals(Weight.SIDE, shown.all().get(0).problem().weight());
    ShownFlags questions = shown(asked, told.asking("Not measured."));
    assertEquals(List.of(1, 0), List.of(questions.questions().size(), questions.open().size()));
  }

  @Test
  void whatTheModelAsksAboutFlaggedWordsIsAReasonOfTheirFlag() {
    CheckResult model = flag(CheckResult.MODEL, "Cyst in the left knee.", ORDER).asking("Why.");
    CheckResult elsewhere = flag(CheckResult.MODEL, "The uterus is normal.", ORDER).asking("Why.");
    ShownFlags shown = shown(knee().get(2), model);
    assertEquals(List.of(List.of("side-findings-impression", "model")), types(shown));
    assertEquals(List.of(1, 0), List.of(shown.open().size(), shown.questions().size()));
    assertEquals(
        List.of(List.of("side-findings-impression"), List.of("model")),
        types(shown(knee().get(2), model, elsewhere)),
        "it asks about other words, too");
    assertEquals(
        List.of(List.of("side-order"), List.of("model")),
        types(shown(flag("side-order", "right knee", ORDER).asking("Why."), model)),
        "a question of a check is no flag");
  }

  @Test
  void theNewestOfOneKeyIsThatOfTheFirstReason() {
    Audit audit = audit(List.of(knee().get(2), knee().get(0)));
    List<Problem> reasons = ShownFlags.of(audit, List.of()).all().get(0).reasons();
    Decision reworded =
        Decision.of(new UUID(1, 1), new UUID(0, 1), reasons.get(0).key(), Kind.REWORD, "ann")
            .text("Cyst.")
            .act(new UUID(1, 1))
            .build();
    Decision agreed = agree(2, reasons.get(1)).toBuilder().act(reworded.id()).build();
    ShownFlags shown = ShownFlags.of(audit, List.of(reworded, agreed));
    assertEquals(reworded, shown.newest(shown.all().get(0)).orElseThrow());
  }

  @Test
  void aReasonThatIsNewOpensTheFlagAgain() {
    List<CheckResult> knee = knee();
    Audit audit = audit(knee);
    List<Decision> decisions = new ArrayList<>();
    for (Problem reason : ShownFlags.of(audit, List.of()).all().get(0).reasons()) {
      assertEquals(1, ShownFlags.of(audit, decisions).open().size());
      decisions.add(agree(decisions.size(), reason));
    }
    ShownFlags decided = ShownFlags.of(audit, decisions);
    assertEquals(List.of(0, 1), List.of(decided.open().size(), decided.toCorrect().size()));
    ShownFlags again = ShownFlags.of(audit, decisions.subList(0, 2));
    assertEquals(List.of(1, 0), List.of(again.open().size(), again.toCorrect().size()));
  }

  @Test
  void aQuestionMoreOpensNothing() {
    Audit audit = audit(List.of(knee().get(0), knee().get(1).asking("Not measured.")));
    Decision told = agree(1, Problems.of(audit).get(0));
    assertEquals(List.of(), ShownFlags.of(audit, List.of(told)).open());
    assertEquals(1, ShownFlags.of(audit, List.of(told)).toCorrect().size());
  }

  /** Whatever the flags: each problem is a reason of one flag, and the order of results is none. */
  @Test
  void eachProblemIsAReasonOfExactlyOneFlag() {
    Random random = new Random(7);
    List<String> checks = List.of("side-order", "side-images", "side-within", "size", "own");
    for (int round = 0; round < 500; round++) {
      List<CheckResult> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int from = random.nextInt(TEXT.length() - 10);
        int other = random.nextInt(TEXT.length() - 10);
        CheckResult result =
            new CheckResult(
                checks.get(random.nextInt(checks.size())),
                random.nextBoolean() ? Label.NEEDS_REVIEW : Label.UNCERTAIN,
                Evidence.of(new Span(from, from + 1 + random.nextInt(9)), TEXT),
                random.nextBoolean()
                    ? ORDER
                    : Evidence.of(new Span(other, other + 1 + random.nextInt(9)), TEXT),
                "Look.");
        results.add(random.nextInt(4) == 0 ? result.asking("Not measured.") : result);
      }
      Audit audit = audit(results);
      ShownFlags shown = ShownFlags.of(audit, List.of());
      assertEquals(
          Decided.of(audit, List.of()).all().stream().map(Problem::key).sorted().toList(),
          shown.all().stream()
              .flatMap(flag -> flag.reasons().stream())
              .map(Problem::key)
              .sorted()
              .toList());
      assertEquals(
          IntStream.rangeClosed(1, shown.all().size()).boxed().toList(),
          shown.all().stream().map(flag -> flag.problem().number()).toList());
      for (ShownFlag flag : shown.all()) {
        assertEquals(
            flag.reasons().stream().allMatch(Problem::asks), flag.problem().asks(), "the loudest");
      }
      Collections.shuffle(results, random);
      assertEquals(
          types(shown).stream()
              .map(t -> t.stream().sorted().toList())
              .sorted(this::compare)
              .toList(),
          types(ShownFlags.of(audit(results), List.of())).stream()
              .map(t -> t.stream().sorted().toList())
              .sorted(this::compare)
              .toList());
    }
  }

  private int compare(List<String> one, List<String> other) {
    return one.toString().compareTo(other.toString());
  }

  @Test
  void theTableHasEachCheckOnce() {
    record Row(String attribute, List<String> checks) {}
    List<String> ids =
        SiteFiles.shipped()
            .yaml("check/attributes.yaml", new TypeReference<List<Row>>() {})
            .stream()
            .flatMap(row -> row.checks().stream())
            .sorted()
            .toList();
    assertEquals(new Checks(SiteFiles.shipped()).ids().stream().sorted().toList(), ids);
  }

  @Test
  void aDecisionThatIsOneWithAnotherIsKnownByItsAct() {
    Problem reason = Problems.of(audit(knee())).get(0);
    Decision first = agree(1, reason);
    Decision second = agree(2, reason);
    assertTrue(first.isOneWith(first));
    assertFalse(first.isOneWith(second));
    UUID act = first.id();
    assertTrue(first.toBuilder().act(act).build().isOneWith(second.toBuilder().act(act).build()));
  }
}
