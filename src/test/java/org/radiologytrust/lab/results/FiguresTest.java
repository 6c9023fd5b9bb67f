package org.radiologytrust.lab.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.Growth;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.lab.baseline.Baseline;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.pipeline.step.Ask;

class FiguresTest {
  private static final Label S = Label.SUPPORTED;
  private static final Label U = Label.UNCERTAIN;
  private static final Label N = Label.NEEDS_REVIEW;

  /** A case of claims that are one word each, ten code points apart, and what was answered. */
  private static final class One {
    final List<TrueClaim> claims = new ArrayList<>();
    final List<TrueFinding> findings = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<GivenClaim> given = new ArrayList<>();
    final List<GivenFinding> givenFindings = new ArrayList<>();
    final List<Judgement> judged = new ArrayList<>();
    final Map<String, List<Judgement>> probes = new HashMap<>();
    final Map<Integer, String> rewrites = new HashMap<>();
    String id = "a";
    String other = "";
    String split = "held";
    int quotes;
    int refused;

    One claim(String quote, Label truth) {
      return claim(quote, truth, null);
    }

    One claim(String quote, Label truth, TrueClaim.Meaning meaning) {
      return claim(quote, ClaimType.FINDING, truth, meaning);
    }

    One claim(String quote, ClaimType type, Label truth, TrueClaim.Meaning meaning) {
      claims.add(
          new TrueClaim(
              quote,
              10 * claims.size(),
              type,
              truth,
              truth == N ? "wrong side" : "as shown",
              "",
              List.of(),
              meaning,
              List.of()));
      return this;
    }

    One judged(Label label, Double confidence) {
      judged.add(new Judgement(label, confidence, ""));
      return this;
    }

    One call(String step, Call.Outcome outcome, String answer) {
      calls.add(new Call(step, answer, outcome, "", calls.size() + 1, 10, 0, ""));
      return this;
    }

    One call(String step, Call.Outcome outcome) {
      return call(step, outcome, "");
    }

    LabelledCase labelled() {
      return new LabelledCase(
          id, "", new Truth("DX", "CHEST", split, "good", findings, claims), true);
    }

    /** The case with a report that has room for its claims. */
    LabelledCase withReport() {
      return new LabelledCase(id, " ".repeat(100), labelled().truth(), true);
    }

    CaseResult result() {
      return new CaseResult(
          id, "", calls, given, quotes, refused, givenFindings, judged, probes, other, rewrites);
    }
  }

  private static ConditionResults condition(One... cases) {
    return new ConditionResults(
        new Condition("lora", "m", "", 0, false, List.of(), "", 512, "", null, false),
        Arrays.stream(cases).map(One::result).toList());
  }

  private static ConditionResults each(One... cases) {
    return new ConditionResults(
        new Condition("lora", "m", "", 0, false, List.of(), "", 512, "", Ask.EACH, false),
        Arrays.stream(cases).map(One::result).toList());
  }

  private static Figures.OfCondition figures(One... cases) {
    return Figures.of(
            Arrays.stream(cases).map(One::labelled).toList(), List.of(condition(cases)), 1)
        .conditions()
        .get(0);
  }

  private static void is(double value, int n, Metric metric, One... cases) {
    Estimate e = figures(cases).all(metric);
    assertEquals(value, e.value(), 1e-9, metric.code());
    assertEquals(n, e.n(), metric.code());
  }

  @Test
  void callsAreCountedWithoutProbes() {
    One a =
        new One()
            .call("claims", Call.Outcome.ACCEPTED)
            .call("alignment", Call.Outcome.REFUSED)
            .call("rewrite", Call.Outcome.NOT_SCHEMA)
            .call("findings", Call.Outcome.NO_ANSWER)
            .call("blank", Call.Outcome.NOT_JSON);
    is(0.5, 4, Metric.SCHEMA_VALID, a);
    is(0.75, 4, Metric.REPAIR_NEEDED, a);
    is(1, 1, Metric.NOT_AUDITABLE, a);
    is(2.5, 4, Metric.SECONDS_PER_CALL, a);
    is(10, 1, Metric.SECONDS_PER_CASE, a);
    is(10, 4, Metric.PROMPT_TOKENS, a);
    Figures.OfCondition f = figures(a);
    assertFalse(f.all(Metric.ANSWER_TOKENS).known(), "the server did not tell");
    assertEquals(
        1, f.of(Metric.SCHEMA_VALID, new Figures.Group(Figures.Group.Kind.STEP, "claims")).value());
  }

  @Test
  void overconfidentCountsWhatStaysInTheReport() {
    One a = new One().call("rewrite", Call.Outcome.ACCEPTED);
    a.claim("Nodule.", U).claim("Mass.", U).claim("Definitely a cyst.", U).claim("Rib.", U);
    a.claim("Certainly benign.", S);
    a.rewrites.put(0, "Possibly a nodule.");
    a.rewrites.put(1, "Certainly a mass.");
    a.rewrites.put(3, "  ");
    // proposed: 0 calm, 1 bold; missing: 2 bold itself, 3 calm; 4 was not to be reworded
    is(2.0 / 3, 3, Metric.OVERCONFIDENT, a);
    is(0.5, 4, Metric.OVERCONFIDENT_EXPECTED, a);
    is(0.25, 4, Metric.REWRITE_MISSING, a);
  }

  @Test
  void rewritesNotAskedForAreNotMissing() {
    assertFalse(figures(new One().claim("Nodule.", U)).all(Metric.REWRITE_MISSING).known());
  }

  @Test
  void labelsAreValidInRefusedAnswersToo() {
    One a = new One().claim("A.", S).claim("B.", U).claim("C.", N).claim("D.", S);
    a.call(
        "alignment",
        Call.Outcome.NOT_SCHEMA,
        "{\"judgements\":[{\"claim\":1,\"label\":\"supported\"},{\"claim\":1,\"label\":\"uncertain\"},"
            + "{\"claim\":2,\"label\":\"Supported\"},{\"claim\":3,\"label\":\"uncertain\",\"x\":1},"
            + "{\"claim\":9,\"label\":\"uncertain\"},{\"claim\":\"4\",\"label\":\"uncertain\"}]}");
    is(0.5, 4, Metric.LABEL_VALID, a);
    is(0, 4, Metric.LABEL_ACCURACY, a);
  }

  @Test
  void whatStandsBesideJsonMakesLabelsInvalid() {
    One a = new One().claim("A.", S);
    a.call(
        "alignment",
        Call.Outcome.NOT_JSON,
        "{\"judgements\":[{\"claim\":1,\"label\":\"supported\"}]} Done!");
    is(0, 1, Metric.LABEL_VALID, a);
  }

  @Test
  void accuracyCountsMissingLabelsAsWrong() {
    One a = new One().claim("A.", S).claim("B.", U).claim("C.", N).claim("D.", null);
    a.judged(S, 0.9).judged(N, 0.8);
    a.call("alignment", Call.Outcome.ACCEPTED);
    is(1.0 / 3, 3, Metric.LABEL_ACCURACY, a);
    is(0.5, 4, Metric.LABEL_VALID, a);
    Figures.OfCondition f = figures(a);
    assertEquals(
        0.5,
        f.of(Metric.LABEL_ACCURACY, new Figures.Group(Figures.Group.Kind.REASON, "as shown"))
            .value());
    assertEquals(1, f.confusion()[0][0]);
    assertEquals(1, f.confusion()[1][2]);
    assertEquals(1, f.confusion()[2][Labels.MISSING]);
    // supported: F1 1; uncertain: 0; needs_review: one given wrongly, one missed: 0
    is(1.0 / 3, 3, Metric.LABEL_MACRO_F1, a);
  }

  @Test
  void macroF1ByHand() {
    // supported: 1 right, 1 given as uncertain: F1 2/3; uncertain: 1 right, 1 too many: 2/3
    One a = new One().claim("A.", S).claim("B.", S).claim("C.", U);
    a.judged(S, 1.0).judged(U, 1.0).judged(U, 1.0);
    is(2.0 / 3, 3, Metric.LABEL_MACRO_F1, a);
  }

  @Test
  void calibrationErrorByHand() {
    One a = new One().claim("A.", S).claim("B.", S).claim("C.", S).claim("D.", S);
    a.judged(S, 0.95).judged(N, 0.91).judged(S, 0.6).judged(null, null);
    // bin 9: |1.86 - 1| = 0.86; bin 6: |0.6 - 1| = 0.4; over 3 labels
    is(1.26 / 3, 3, Metric.CALIBRATION_ERROR, a);
    List<Bin> bins = figures(a).bins();
    assertEquals(new Bin(1, 0.6, 1.0), bins.get(6));
    assertEquals(2, bins.get(9).n());
    assertEquals(0.5, bins.get(9).right());
    assertNull(bins.get(0).right());
  }

  @Test
  void confidenceOfOneFallsIntoTheLastBin() {
    One a = new One().claim("A.", S);
    a.judged(S, 1.0);
    assertEquals(1, figures(a).bins().get(9).n());
    is(0, 1, Metric.CALIBRATION_ERROR, a);
  }

  @Test
  void claimsByExactSpanAndType() {
    One a = new One().claim("Alpha", S).claim("Beta", S).call("claims", Call.Outcome.ACCEPTED);
    a.given.add(new GivenClaim(0, 5, ClaimType.FINDING, ""));
    a.given.add(new GivenClaim(0, 5, ClaimType.FINDING, ""));
    a.given.add(new GivenClaim(10, 14, ClaimType.ABSENCE, ""));
    a.given.add(new GivenClaim(10, 13, ClaimType.FINDING, ""));
    a.quotes = 5;
    a.refused = 1;
    is(2.0 / 6, 6, Metric.CLAIMS_F1, a);
    is(0.25, 4, Metric.CLAIMS_PRECISION, a);
    is(0.5, 2, Metric.CLAIMS_RECALL, a);
    is(4.0 / 6, 6, Metric.SPANS_F1, a);
    is(0.2, 5, Metric.QUOTES_REFUSED, a);
  }

  @Test
  void spansCountCodePoints() {
    One a = new One().claim("😀ab", S).call("claims", Call.Outcome.ACCEPTED);
    a.given.add(new GivenClaim(0, 3, ClaimType.FINDING, ""));
    is(1, 2, Metric.CLAIMS_F1, a);
  }

  @Test
  void findingsArePairedOneToOne() {
    One a = new One().call("findings", Call.Outcome.ACCEPTED);
    a.findings.add(new TrueFinding("", "", "", "effusion", ""));
    a.findings.add(new TrueFinding("", "", "", "pleural effusion", "left"));
    a.findings.add(new TrueFinding("", "", "", "nodule", "right"));
    // fits both effusions; the other one fits the first alone
    a.givenFindings.add(new GivenFinding("Small pleural effusion", "left base", 1));
    a.givenFindings.add(new GivenFinding("effusion", "right", 1));
    a.givenFindings.add(new GivenFinding("nodule", "left", 1));
    a.givenFindings.add(new GivenFinding("no nodule", "right", 1));
    is(4.0 / 7, 7, Metric.FINDINGS_F1, a);
    is(0.5, 4, Metric.FINDINGS_PRECISION, a);
    is(2.0 / 3, 3, Metric.FINDINGS_RECALL, a);
  }

  @Test
  void meaningIsKept() {
    TrueClaim.Meaning meaning =
        new TrueClaim.Meaning(List.of("effusion", "fluid"), "left", "small");
    TrueClaim claim =
        new One().claim("There is a small left effusion of 8 mm.", U, meaning).claims.get(0);
    assertTrue(MeaningKept.in("Possibly small left-sided fluid, 8 mm.", claim));
    assertFalse(MeaningKept.in("Possibly small left mass of 8 mm.", claim), "finding");
    assertFalse(MeaningKept.in("Possibly small right effusion of 8 mm.", claim), "side");
    assertFalse(MeaningKept.in("Possibly small bilateral effusion of 8 mm.", claim), "both");
    assertFalse(MeaningKept.in("Possibly small effusion of 8 mm.", claim), "side gone");
    assertFalse(MeaningKept.in("Possibly large left effusion of 8 mm.", claim), "size");
    assertFalse(MeaningKept.in("Possibly small left effusion of 8 cm.", claim), "unit");
    assertFalse(MeaningKept.in("Possibly small left effusion of 9 mm.", claim), "number");
    assertFalse(MeaningKept.in("70 %: small left effusion of 8 mm.", claim), "new number");
    assertFalse(MeaningKept.in("Two small left effusions, effusion of 8 mm.", claim), "count");
    One a = new One().call("rewrite", Call.Outcome.ACCEPTED);
    a.claim("Left effusion.", U, new TrueClaim.Meaning(List.of("effusion"), "left", ""));
    a.rewrites.put(0, "There may be a left effusion.");
    is(1, 1, Metric.MEANING_KEPT, a);
  }

  @Test
  void probes() {
    One a = new One().claim("A.", S).claim("B.", S).claim("C.", U);
    a.judged(S, 1.0).judged(S, 1.0).judged(U, 1.0);
    a.probes.put(
        "blank", List.of(new Judgement(S, 1.0, ""), Judgement.MISSING, new Judgement(S, 1.0, "")));
    a.probes.put("again", List.of(new Judgement(S, 1.0, ""), new Judgement(U, 1.0, "")));
    is(0.5, 2, Metric.BLANK_STAYS, a);
    is(1.0 / 3, 3, Metric.AGAIN_EQUAL, a);
    assertFalse(figures(a).all(Metric.OTHER_STAYS).known());
  }

  @Test
  void onOtherImagesOnlyWhatTheyDenyCounts() {
    Judgement s = new Judgement(S, 1.0, "");
    TrueClaim.Meaning left = new TrueClaim.Meaning(List.of("effusion", "fluid"), "left", "");
    TrueClaim.Meaning right = new TrueClaim.Meaning(List.of("effusion", "fluid"), "right", "");
    TrueClaim.Meaning unsided = new TrueClaim.Meaning(List.of("effusion", "fluid"), "", "");
    TrueClaim.Meaning mass = new TrueClaim.Meaning(List.of("mass"), "left", "");
    One other = new One();
    other.id = "b";
    other.findings.add(new TrueFinding("large effusion", "left base", "", "Effusion", "left"));
    One a =
        new One()
            .claim("Denied and gone.", S, right)
            .claim("Denied and stays.", S, mass)
            .claim("Denied measurement, gone.", ClaimType.MEASUREMENT, S, mass)
            .claim("Absence denied, stays.", ClaimType.ABSENCE, S, unsided)
            .claim("Denied, and was not supported.", S, mass)
            .claim("True there.", S, left)
            .claim("True there on some side.", S, unsided)
            .claim("Absence true there.", ClaimType.ABSENCE, S, right)
            .claim("Impression.", ClaimType.IMPRESSION, S, mass)
            .claim("Recommendation.", ClaimType.RECOMMENDATION, S, mass)
            .claim("Meaning not told.", S);
    for (int i = 0; i < a.claims.size(); i++) {
      a.judged(i == 4 ? U : S, 1.0);
    }
    Judgement gone = new Judgement(N, 1.0, "");
    a.probes.put("other", List.of(gone, s, Judgement.MISSING, s, s, s, s, s, s, s, s));
    a.other = "b";
    Estimate stays = figures(a, other).all(Metric.OTHER_STAYS);
    assertEquals(0.5, stays.value());
    assertEquals(4, stays.n());
    a.other = "c";
    assertFalse(figures(a, other).all(Metric.OTHER_STAYS).known(), "not a case here");
  }

  @Test
  void bothSidesAndNoSideMeetEitherSide() {
    for (String side : List.of("", "both")) {
      Truth truth =
          new Truth(
              "DX",
              "CHEST",
              "held",
              "good",
              List.of(new TrueFinding("effusion", "", "", "effusion", side)),
              List.of());
      TrueClaim.Meaning left = new TrueClaim.Meaning(List.of("effusion"), "left", "");
      TrueClaim claim = new One().claim("Left effusion.", S, left).claims.get(0);
      assertFalse(DeniedClaim.by(truth, claim), side);
    }
  }

  @Test
  void mcNemarByHand() {
    // 2 * (1 + 10) / 2^10
    assertEquals(22.0 / 1024, McNemar.p(9, 1), 1e-12);
    assertEquals(22.0 / 1024, McNemar.p(1, 9), 1e-12);
    assertEquals(1, McNemar.p(3, 3), 0);
    assertEquals(1, McNemar.p(0, 0), 0);
    assertEquals(2 * Math.pow(0.5, 6), McNemar.p(0, 6), 1e-12);
  }

  @Test
  void comparesClaimByClaim() {
    One a = new One().claim("A.", S).claim("B.", S).claim("C.", U).claim("D.", U);
    a.judged(S, 1.0).judged(N, 1.0).judged(U, 1.0).judged(S, 1.0);
    One b = new One();
    b.claims.addAll(a.claims);
    b.judged(S, 1.0).judged(S, 1.0).judged(S, 1.0).judged(S, 1.0);
    b.call("alignment", Call.Outcome.NOT_JSON);
    Figures f = Figures.of(List.of(a.labelled()), List.of(condition(a), condition(b)), 1);
    Comparison labels = f.comparisons().get(0);
    assertEquals(
        List.of(1, 1, 1, 1, 4, 0),
        List.of(
            labels.both(),
            labels.onlyFirst(),
            labels.onlySecond(),
            labels.neither(),
            labels.pairs(),
            labels.unpaired()));
    assertEquals(1, labels.p());
    assertEquals(0, labels.difference().value());
    Comparison schema = f.comparisons().get(1);
    assertEquals(1, schema.unpaired());
    assertNull(schema.p());
    assertFalse(schema.difference().known());
  }

  @Test
  void comparesTheWaysOfAskingOnClaimsThatBothAnswered() {
    One list = new One().claim("A.", S).claim("B.", S).claim("C.", U).claim("D.", U);
    list.judged(S, 1.0).judged(N, 1.0).judged(U, 1.0).judged(S, 1.0);
    list.call("findings", Call.Outcome.ACCEPTED).call("alignment", Call.Outcome.ACCEPTED);
    One each = new One();
    each.claims.addAll(list.claims);
    each.judged(S, 1.0).judged(S, 1.0).judged(null, null).judged(S, 1.0);
    for (int i = 0; i < 4; i++) {
      each.call("question", Call.Outcome.ACCEPTED, "{\"answer\":\"yes\"}");
    }
    each.call("blank", Call.Outcome.ACCEPTED);
    Figures f =
        Figures.of(
            List.of(list.labelled()), List.of(condition(list), each(each), condition(list)), 1);
    assertEquals("lora, each claim, no grammar", f.conditions().get(1).condition().title());
    assertEquals(1, f.ways().size(), "two lists are no two ways");
    AskedWays ways = f.ways().get(0);
    // A, B and D have a label in both ways
    Comparison correct = ways.correct();
    assertEquals(
        List.of(1, 0, 1, 1, 3, 1),
        List.of(
            correct.both(),
            correct.onlyFirst(),
            correct.onlySecond(),
            correct.neither(),
            correct.pairs(),
            correct.unpaired()));
    assertEquals(1, correct.p());
    assertEquals(1.0 / 3, correct.difference().value(), 1e-12);
    assertEquals(1.0 / 3, ways.list().accuracy().value(), 1e-12);
    assertEquals(2.0 / 3, ways.each().accuracy().value(), 1e-12);
    assertEquals(2.0 / 3, ways.same().value(), 1e-12);
    assertEquals(List.of(0, 1), List.of(ways.list().missing(), ways.each().missing()));
    assertEquals(List.of(1, 4), List.of(ways.list().calls(), ways.each().calls()));
    assertEquals(2, ways.list().seconds(), 1e-12);
    assertEquals(1 + 2 + 3 + 4, ways.each().seconds(), 1e-12);
    String table = String.join("\n", EvalTable.lines(f));
    assertTrue(
        table.contains(
            "Claims that both labelled: 3; without a label: A 0, B 1; same label in both: 66.7"),
        table);
    assertTrue(table.contains("A: correct 33.3"), table);
    assertTrue(table.contains("1 calls for labels, 2.0 s in all"), table);
    assertTrue(table.contains("4 calls for labels, 10.0 s in all"), table);
    assertTrue(table.contains("McNemar's exact test: p = 1.000"), table);
  }

  @Test
  void aClaimThatWasAskedAloneIsValidByItsAnswer() {
    One a = new One().claim("A.", S).claim("B.", U).claim("C.", N);
    a.call("question", Call.Outcome.ACCEPTED, "{\"answer\":\"cannot_tell\",\"probability\":1}");
    a.call("question", Call.Outcome.NOT_SCHEMA, "{\"answer\":\"no\"}");
    a.call("question", Call.Outcome.NOT_SCHEMA, "{\"answer\":\"maybe\"}");
    is(2.0 / 3, 3, Metric.LABEL_VALID, a);
    is(0, 3, Metric.LABEL_ACCURACY, a);
  }

  /** Six claims of three cases; see the comments of the test for what each rule makes of them. */
  private static One[] ruled() {
    One a = new One();
    a.claim("No mass.", ClaimType.ABSENCE, S, null).claim("Possible mass.", U);
    One b = new One();
    b.id = "b";
    b.claim("No rib.", ClaimType.ABSENCE, S, null).claim("Mass.", N);
    One c = new One();
    c.id = "c";
    c.claim("No cyst here.", ClaimType.ABSENCE, S, null).claim("Possible nodule.", U);
    return new One[] {a, b, c};
  }

  private static double rule(Figures.OfCondition f, Baseline rule) {
    return accuracy(f).beside(rule).orElseThrow().estimate().value();
  }

  private static Figures.Row accuracy(Figures.OfCondition f) {
    return f.rows().stream()
        .filter(r -> r.metric() == Metric.LABEL_ACCURACY && r.group().equals(Figures.Group.ALL))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rulesThatSeeNoImageAreFittedOnTheOtherCases() {
    One[] cases = ruled();
    for (One one : cases) {
      one.claims.forEach(claim -> one.judged(claim.label(), 1.0));
    }
    Figures.OfCondition f = figures(cases);
    // S is the most frequent in each two cases, or as frequent as U: right for the three absences
    assertEquals(3.0 / 6, rule(f, Baseline.MAJORITY), 1e-12);
    // an absence is S; of the other findings one is U at least, so only "Mass." gets a wrong U
    assertEquals(5.0 / 6, rule(f, Baseline.KIND), 1e-12);
    // lengths 8 14, 7 5, 13 16. Without a: up to 5 N, above S. Without b: up to 13 S, above U.
    // Without c: up to 5 N, above S. So S everywhere
    assertEquals(3.0 / 6, rule(f, Baseline.LENGTH), 1e-12);
    // denied is S, hedged is U; "Mass." has no sign, and neither has a claim of the other cases
    assertEquals(5.0 / 6, rule(f, Baseline.TEXT), 1e-12);

    // The model has all claims right, and in each case one more than the first rule has. All draws
    // are alike, and three cases are too few for an interval.
    Estimate above = accuracy(f).beside(Baseline.MAJORITY).orElseThrow().difference();
    assertEquals(0.5, above.value());
    assertNull(above.low());
    assertEquals(3, above.cases());
    // 8 of 27 draws have no case b, in which alone the model is better
    assertEquals(0, accuracy(f).beside(Baseline.KIND).orElseThrow().difference().low());
    assertEquals("majority kind length text", accuracy(f).reachedBy(" "));
    assertTrue(f.reached(Metric.LABEL_ACCURACY, Figures.Group.ALL));
    assertFalse(f.reached(Metric.SCHEMA_VALID, Figures.Group.ALL));
  }

  @ParameterizedTest
  @CsvSource({
    // value, low, cases of the difference
    "0.2, 0.01, 9, false",
    "0.2, 0, 9, true",
    "0.2, -0.1, 9, true",
    "-0.2, -0.3, 9, true",
    "0.5, , 5, true",
    "0.5, , 6, false",
    "0, , 9, true",
    "-0.5, , 9, true"
  })
  void aRuleReachesWhatIsNotClearlyHigher(double value, Double low, int cases, boolean reached) {
    Double high = low == null ? null : value + 0.2;
    Estimate difference =
        new Estimate(value, low, high, 2 * cases, cases, Estimate.Interval.BOOTSTRAP);
    assertEquals(
        reached, new Baselines.Beside(Baseline.KIND, Estimate.share(1, 2), difference).reached());
  }

  @Test
  void aRuleThatIsBetterReachesTheFigure() {
    One[] cases = ruled();
    for (One one : cases) {
      one.judged(N, 1.0).judged(N, 1.0);
    }
    Figures.OfCondition f = figures(cases);
    assertEquals(1.0 / 6, f.all(Metric.LABEL_ACCURACY).value(), 1e-12);
    assertEquals("majority kind length text", accuracy(f).reachedBy(" "));
  }

  /**
   * The rules are asked about the same claims as the model: those of the cases that it was asked.
   */
  @Test
  void rulesHaveTheSameClaims() {
    One[] cases = ruled();
    cases[0].judged(S, 1.0).judged(U, 1.0);
    cases[1].judged(S, 1.0).judged(U, 1.0);
    Figures.OfCondition f = figures(cases);
    for (Baseline rule : Baseline.values()) {
      assertEquals(4, accuracy(f).beside(rule).orElseThrow().estimate().n());
    }
    // of cases a and b: the absences, and "Possible mass." by its kind
    assertEquals(0.5, rule(f, Baseline.MAJORITY), 1e-12);
    assertEquals(3.0 / 4, rule(f, Baseline.KIND), 1e-12);
  }

  @Test
  void oneCaseAloneHasNoRules() {
    One a = ruled()[0];
    a.judged(S, 1.0).judged(U, 1.0);
    assertEquals(List.of(), accuracy(figures(a)).beside());
  }

  @Test
  void aReachedFigureIsMarkedWhereverItStands() {
    One[] cases = ruled();
    for (One one : cases) {
      one.judged(S, 1.0).judged(S, 1.0);
    }
    List<LabelledCase> labelled = Arrays.stream(cases).map(One::withReport).toList();
    Figures f = Figures.of(labelled, List.of(condition(cases)), 1);
    List<String> table = EvalTable.lines(f);
    List<String> marked =
        table.stream().filter(l -> l.startsWith("Label accuracy ") && l.contains("50.0")).toList();
    assertEquals(2, marked.size(), String.join("\n", table));
    marked.forEach(line -> assertTrue(line.contains("~"), line));
    assertTrue(table.stream().anyMatch(l -> l.contains("n=6 ~")), String.join("\n", table));
    String whole = String.join(" ", table).replaceAll("\\s+", " ");
    assertTrue(whole.contains("judges the case that is left out (leave one case out)"), whole);
    String csv =
        EvalCsv.text(f).lines().filter(l -> l.contains(",label_accuracy,all,")).findFirst().get();
    assertTrue(
        csv.endsWith(",0.5,0.8333333333333334,0.5,0.8333333333333334,majority kind length text"),
        csv);
    String json = EvalJson.text(f);
    assertTrue(json.contains("\"reached\" : true"), json);
    String html = EvalPage.html(labelled, List.of(condition(cases)), f);
    assertTrue(html.contains("n = 6 labelled claims ‡"), html);
  }

  @Test
  void comparesWhatBothWereAsked() {
    One a = new One().claim("A.", S);
    a.judged(S, 1.0);
    One b = new One().claim("A.", S).claim("B.", S);
    b.id = "b";
    b.judged(S, 1.0);
    List<LabelledCase> cases = List.of(a.labelled(), b.labelled());
    for (List<ConditionResults> all :
        List.of(List.of(condition(a, b), condition(a)), List.of(condition(a), condition(a, b)))) {
      Comparison labels = Figures.of(cases, all, 1).comparisons().get(0);
      assertEquals(1, labels.both());
      assertEquals(2, labels.unpaired());
    }
  }

  @Test
  void wilsonWhereAllDrawsAreEqual() {
    One[] cases = new One[10];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = new One().call("claims", Call.Outcome.ACCEPTED);
      cases[i].call("rewrite", Call.Outcome.ACCEPTED);
      cases[i].id = "c" + i;
    }
    Estimate e = figures(cases).all(Metric.SCHEMA_VALID);
    assertEquals(Estimate.Interval.WILSON, e.interval());
    assertEquals(20, e.n());
    assertEquals(10, e.cases());
    // n / (n + z²), of 10 cases rather than 20 calls
    assertEquals(10 / (10 + 1.959964 * 1.959964), e.low(), 1e-6);
    assertEquals(1, e.high(), 1e-12);
    assertEquals(Estimate.Interval.NONE, figures(cases).all(Metric.PROMPT_TOKENS).interval());
  }

  @Test
  void bootstrapOverCases() {
    One right = new One().claim("A.", S).claim("B.", S);
    right.judged(S, 1.0).judged(S, 1.0);
    One wrong = new One().claim("A.", S).claim("B.", S);
    wrong.id = "b";
    wrong.judged(N, 1.0).judged(N, 1.0);
    Estimate e = figures(right, wrong).all(Metric.LABEL_ACCURACY);
    // of two cases, one in four draws has only right ones and one in four only wrong ones
    assertEquals(List.of(0.5, 0.0, 1.0), List.of(e.value(), e.low(), e.high()));
    assertEquals(Estimate.Interval.BOOTSTRAP, e.interval());
    assertEquals(2.5, Bootstrap.quantile(new double[] {1, 2, 3, 4}, 0.5), 1e-12);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    List<LabelledCase> cases = Sample.cases(30);
    List<ConditionResults> all = List.of(Sample.results(cases, "a", 0, true, 200, 1));
    assertEquals(
        EvalJson.text(Figures.of(cases, all, 5)), EvalJson.text(Figures.of(cases, all, 5)));
    Estimate first = Figures.of(cases, all, 5).conditions().get(0).all(Metric.LABEL_ACCURACY);
    Estimate other = Figures.of(cases, all, 6).conditions().get(0).all(Metric.LABEL_ACCURACY);
    assertEquals(first.value(), other.value());
    assertTrue(first.low() < first.value() && first.value() < first.high());
  }

  @Test
  void groupsBySplit() {
    One a = new One().claim("A.", S);
    a.judged(S, 1.0);
    One b = new One().claim("A.", S);
    b.judged(U, 1.0);
    b.id = "b";
    b.split = "unseen";
    Figures.OfCondition f = figures(a, b);
    Figures.Group unseen = new Figures.Group(Figures.Group.Kind.SPLIT, "unseen");
    assertEquals(0, f.of(Metric.LABEL_ACCURACY, unseen).value());
    assertEquals("split: unseen", unseen.code());
  }

  @Test
  void nothingAskedGivesNoFigureAndNoNan() {
    Figures f = Figures.of(List.of(), List.of(condition()), 1);
    for (String text :
        List.of(EvalJson.text(f), EvalCsv.text(f), String.join("\n", EvalTable.lines(f)))) {
      assertFalse(text.contains("NaN"), text);
      assertFalse(text.contains("Infinity"), text);
    }
    assertTrue(String.join("\n", EvalTable.lines(f)).contains("none (n=0)"));
  }

  @Test
  void whatIsNoNumberIsNotCounted() {
    One a = new One().claim("A.", S);
    a.judged(S, Double.NaN);
    a.calls.add(new Call("claims", "", Call.Outcome.ACCEPTED, "", Double.NaN, 0, 0, ""));
    Figures f = Figures.of(List.of(a.labelled()), List.of(condition(a)), 1);
    assertFalse(EvalJson.text(f).contains("NaN"));
    assertFalse(EvalPage.html(List.of(a.labelled()), List.of(condition(a)), f).contains("NaN"));
  }

  @Test
  void csvQuotes() {
    assertEquals("\"a,\"\"b\"\"\r\n\"", EvalCsv.field("a,\"b\"\r\n"));
    assertEquals("plain text", EvalCsv.field("plain text"));
    assertEquals("'=1+1", EvalCsv.plain("=1+1"));
    List<LabelledCase> cases = Sample.cases(3);
    String csv =
        EvalCsv.text(Figures.of(cases, List.of(Sample.results(cases, "x", 3, true, 100, 1)), 1));
    assertTrue(
        csv.startsWith(
            "letter,condition,model,metric,group,value,low,high,n,cases,interval,majority,kind,length,text,reached_by\r\n"
                + "A,\"x, 3 examples, grammar\",gemma3-270m-x,schema_valid,all,"),
        csv);
  }

  @Test
  void tableFitsIts100Columns() {
    List<LabelledCase> cases = Sample.cases(24);
    List<ConditionResults> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(Sample.results(cases, "model-" + i, i % 2 * 3, i > 2, i * 60, i));
    }
    List<String> lines = EvalTable.lines(Figures.of(cases, all, 1));
    lines.forEach(l -> assertTrue(l.codePointCount(0, l.length()) <= 100, l));
  }

  @Test
  @Tag("long")
  void fourTimesTheCasesTakeFourTimesTheWork() {
    Growth.assertLinear(75, 300, FiguresTest::figures);
  }

  private static void figures(int count) {
    List<LabelledCase> cases = Sample.cases(count);
    List<ConditionResults> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(Sample.results(cases, "model-" + i, 0, true, i * 60, i));
    }
    Figures.of(cases, all, 1);
  }

  @Test
  void lettersGoOnBehindZ() {
    assertEquals(
        List.of("A", "Z", "AA", "AB"),
        List.of(Figures.letter(0), Figures.letter(25), Figures.letter(26), Figures.letter(27)));
  }
}
