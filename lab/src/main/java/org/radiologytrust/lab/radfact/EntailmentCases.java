package org.radiologytrust.lab.radfact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Makes two cases from an example that compares the phrases of two reports. In each case the
 * phrases of one report are the report, and those of the other stand for the findings. A phrase
 * that the findings neither entail nor contradict is uncertain.
 */
final class EntailmentCases {
  static final String SPLIT = "radfact-entailment";

  private static final String HEADING = "FINDINGS:\n";

  private final Segmenter segmenter;
  private final RuleClaims rules;

  EntailmentCases(SiteFiles files) {
    segmenter = new Segmenter(files);
    rules = new RuleClaims(files);
  }

  /** An example in RadFact's format. */
  record Example(@JsonProperty("example_id") @Nullable String id, @Nullable Output output) {}

  record Output(
      @JsonProperty("phrases_A_evidenced") @Nullable List<@Nullable Phrase> a,
      @JsonProperty("phrases_B_evidenced") @Nullable List<@Nullable Phrase> b) {}

  /**
   * @param status entailment, contradiction or neutral
   * @param evidence phrases of the other report
   */
  record Phrase(
      @Nullable String phrase,
      @Nullable String status,
      @Nullable List<@Nullable String> evidence) {}

  /**
   * Makes a case from the phrases of A with B as findings, and the other way round. A report
   * without phrases gives no case.
   *
   * @throws IllegalArgumentException if the example is not valid; the message names it
   */
  List<RadFact.Case> of(int number, Example e) {
    if (e.output == null || e.output.a == null || e.output.b == null) {
      throw wrong(e, "lacks phrases_A_evidenced or phrases_B_evidenced");
    }
    List<RadFact.Case> cases = new ArrayList<>();
    String id = "%s-%02d".formatted(SPLIT, number);
    if (!e.output.a.isEmpty()) {
      cases.add(of(id + "-a", e, e.output.a, e.output.b));
    }
    if (!e.output.b.isEmpty()) {
      cases.add(of(id + "-b", e, e.output.b, e.output.a));
    }
    return cases;
  }

  private RadFact.Case of(
      String id, Example e, List<@Nullable Phrase> said, List<@Nullable Phrase> shown) {
    List<String> listed = shown.stream().map(p -> line(e, p)).toList();
    StringBuilder report = new StringBuilder(HEADING);
    List<TrueClaim> claims = new ArrayList<>();
    for (Phrase p : said) {
      String line = line(e, p);
      int start = report.codePointCount(0, report.length());
      claims.add(claim(e, p, line, start, listed));
      report.append(line).append('\n');
    }
    String text = report.toString().strip();
    List<String> cut = StatedSentences.of(segmenter, text).stream().map(Sentence::text).toList();
    if (!cut.equals(claims.stream().map(TrueClaim::quote).toList())) {
      throw wrong(e, "has a phrase that is not one sentence");
    }
    List<TrueFinding> findings =
        listed.stream().map(l -> new TrueFinding(l, "", "", "", "")).toList();
    return new RadFact.Case(
        id, text, new Truth(RadFact.MODALITY, RadFact.BODY_PART, SPLIT, "", findings, claims));
  }

  private TrueClaim claim(Example e, Phrase p, String line, int start, List<String> listed) {
    List<Integer> findings = new ArrayList<>();
    for (String evidence : p.evidence == null ? List.<@Nullable String>of() : p.evidence) {
      int place = listed.indexOf(sentence(evidence));
      if (place < 0) {
        throw wrong(e, "has evidence that is not a phrase of the other report");
      }
      findings.add(place);
    }
    Label label = label(e, p);
    String told = String.join(" ", findings.stream().map(listed::get).toList());
    String evidence =
        switch (label) {
          case SUPPORTED -> "The findings say the same: " + told;
          case NEEDS_REVIEW -> "The findings say otherwise: " + told;
          case UNCERTAIN -> "The findings neither show it nor rule it out.";
        };
    return new TrueClaim(
        line,
        start,
        rules.type(Section.FINDINGS, line),
        label,
        p.status,
        evidence,
        findings,
        null,
        List.of());
  }

  private static Label label(Example e, Phrase p) {
    return switch (p.status == null ? "" : p.status) {
      case "entailment" -> Label.SUPPORTED;
      case "contradiction" -> Label.NEEDS_REVIEW;
      case "neutral" -> Label.UNCERTAIN;
      default -> throw wrong(e, "has a status that is not entailment, contradiction or neutral");
    };
  }

  private static String line(Example e, @Nullable Phrase p) {
    if (p == null || p.phrase == null || p.phrase.isBlank()) {
      throw wrong(e, "has an empty phrase");
    }
    return sentence(p.phrase);
  }

  /** The phrase on one line with a full stop, so that the next phrase is another sentence. */
  private static String sentence(@Nullable String phrase) {
    String line = phrase == null ? "" : phrase.strip().replaceAll("\\s+", " ");
    return line.matches(".*[.!?]") ? line : line + ".";
  }

  private static IllegalArgumentException wrong(Example e, String what) {
    return new IllegalArgumentException(
        RadFact.ENTAILMENT
            + ": example "
            + e.id
            + " "
            + what
            + ": take the file as it is published");
  }
}
