package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.pipeline.step.Ask;

/** Synthetic cases and answers with errors of every kind, the same for a seed. */
final class Sample {
  private static final String HOSTILE =
      "<script>alert(1)</script> & \"quoted\" 'single' \u202Ereversed\u202C zero\u200Bwidth";
  private static final String[][] SENTENCES = {
    {"There is a small left pleural effusion.", "pleural effusion", "left", "small"},
    {"Definitely a 14 mm nodule in the right upper lobe.", "nodule", "right", "14 mm"},
    {"No pneumothorax.", "pneumothorax", "", ""},
    {"The heart is enlarged.", "heart", "", ""},
    {"Bilateral basal atelectasis cannot be excluded.", "atelectasis", "both", ""},
  };
  private static final String[] REASONS = {"as shown", "hedged", "wrong side"};

  private Sample() {}

  static List<LabelledCase> cases(int count) {
    List<LabelledCase> cases = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      StringBuilder report = new StringBuilder("FINDINGS: 😀 ");
      List<TrueClaim> claims = new ArrayList<>();
      List<TrueFinding> findings = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        String[] s = SENTENCES[(i + k) % SENTENCES.length];
        Label label = Label.values()[random.nextInt(3)];
        claims.add(
            new TrueClaim(
                s[0],
                report.codePointCount(0, report.length()),
                s[0].startsWith("No") ? ClaimType.ABSENCE : ClaimType.FINDING,
                label,
                REASONS[label.ordinal()],
                "",
                List.of(),
                new TrueClaim.Meaning(List.of(s[1]), s[2], s[3]),
                List.of()));
        report.append(s[0]).append(k == 1 ? "\n" : " ");
        if (!s[0].startsWith("No")) {
          findings.add(new TrueFinding(s[3] + " " + s[1], s[2] + " lung", "", s[1], s[2]));
        }
      }
      report.append(i % 5 == 0 ? HOSTILE : "End of report.");
      cases.add(
          new LabelledCase(
              String.format(Locale.ROOT, "case-%04d", i),
              report.toString(),
              new Truth("DX", "CHEST", i % 3 == 0 ? "unseen" : "held", "good", findings, claims),
              i % 4 != 3));
    }
    return cases;
  }

  /** The better, the fewer of a thousand things go wrong. */
  static ConditionResults results(
      List<LabelledCase> cases, String name, int fewShot, boolean grammar, int wrong, long seed) {
    Random random = new Random(seed);
    List<CaseResult> results = new ArrayList<>();
    for (LabelledCase c : cases) {
      results.add(result(c, random, wrong));
    }
    return new ConditionResults(
        new Condition(
            name,
            "gemma3-270m-" + name,
            "sha256:5fd3b62c0a1e4b7d8f9a0b1c2d3e4f5061728394a5b6c7d8e9f0a1b2c3d4" + wrong,
            fewShot,
            grammar,
            List.of("claims", "findings", "alignment", "rewrite"),
            "d1f0c0ffee00d1f0c0ffee00d1f0c0ffee00d1f0c0ffee00d1f0c0ffee00abcd",
            512,
            "0.1.0",
            Ask.LIST,
            false),
        results);
  }

  private static CaseResult result(LabelledCase c, Random random, int wrong) {
    List<TrueClaim> claims = c.truth().claims();
    List<Call> calls = new ArrayList<>();
    List<GivenClaim> given = new ArrayList<>();
    if (call(calls, "claims", random, wrong, "{\"claims\":[]}")) {
      for (TrueClaim t : claims) {
        int end = t.end() - (random.nextInt(1000) < wrong ? 1 : 0);
        given.add(new GivenClaim(t.start(), end, t.type(), t.quote()));
      }
    }
    List<GivenFinding> findings = new ArrayList<>();
    if (c.withImages() && call(calls, "findings", random, wrong, "{\"findings\":[]}")) {
      for (TrueFinding f : c.truth().findings()) {
        if (random.nextInt(1000) >= wrong) {
          findings.add(new GivenFinding(f.description(), f.location(), 0.8));
        }
      }
    }
    List<Judgement> judged = new ArrayList<>();
    StringBuilder answer = new StringBuilder("{\"judgements\":[");
    for (int i = 0; i < claims.size(); i++) {
      Label label =
          random.nextInt(1000) < wrong ? Label.values()[random.nextInt(3)] : claims.get(i).label();
      double confidence = Math.min(0.99, 0.4 + 0.65 * random.nextDouble());
      judged.add(
          new Judgement(label, confidence, i == 1 ? HOSTILE : "The costophrenic angle is blunt."));
      answer
          .append(i == 0 ? "" : ",")
          .append("{\"claim\":" + (i + 1) + ",\"label\":\"" + label.code() + "\",")
          .append("\"evidence\":\"</pre><script>alert(2)</script>\"}");
    }
    boolean aligned = call(calls, "alignment", random, wrong, answer + "]}");
    Map<Integer, String> rewrites = new HashMap<>();
    if (aligned && call(calls, "rewrite", random, wrong, "{\"rewrites\":[]}")) {
      for (int i = 0; i < claims.size(); i++) {
        if (claims.get(i).label() == Label.UNCERTAIN && random.nextInt(1000) >= wrong) {
          rewrites.put(
              i,
              random.nextInt(1000) < wrong
                  ? "Certainly so."
                  : "Possibly: " + claims.get(i).quote().replace("Definitely a", "a"));
        }
      }
    }
    List<Judgement> empty = List.of();
    return new CaseResult(
        c.id(),
        "hash",
        calls,
        given,
        claims.size(),
        random.nextInt(1000) < wrong ? 1 : 0,
        findings,
        aligned ? judged : empty,
        Map.of(
            "again",
            aligned ? judged : empty,
            "blank",
            claims.stream().map(t -> new Judgement(Label.UNCERTAIN, 0.5, "")).toList()),
        "",
        rewrites);
  }

  private static boolean call(
      List<Call> calls, String step, Random random, int wrong, String answer) {
    Call.Outcome outcome =
        random.nextInt(1000) < wrong
            ? Call.Outcome.values()[random.nextInt(4)]
            : Call.Outcome.ACCEPTED;
    calls.add(
        new Call(
            step,
            switch (outcome) {
              case NO_ANSWER -> "";
              case NOT_JSON -> "Sure! Here it is: " + answer + HOSTILE;
              default -> answer;
            },
            outcome,
            outcome == Call.Outcome.ACCEPTED ? "" : "a rule is broken: <b>" + outcome,
            0.3 + random.nextDouble(),
            300 + random.nextInt(200),
            outcome == Call.Outcome.NO_ANSWER ? 0 : 60 + random.nextInt(60),
            ""));
    return outcome == Call.Outcome.ACCEPTED;
  }
}
