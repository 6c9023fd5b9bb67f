package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.lab.synth.Statement.Sentence;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;

/** Writes sentences as a report and records where each claim is in its text. */
final class ReportWriter {
  private final RandomDraw draw;
  private final Layouts layouts;
  private final Layouts.Layout layout;
  private final StringBuilder text = new StringBuilder();
  private final List<TrueClaim> claims = new ArrayList<>();

  ReportWriter(RandomDraw draw, Layouts layouts) {
    this.draw = draw;
    this.layouts = layouts;
    this.layout = layouts.pick(draw);
  }

  /** Writes the report; {@link #text} and {@link #claims} return it. Call it once. */
  void write(StudyWords study, List<Sentence> sentences) {
    if (layout.title()) {
      background("\n", draw.pick(study.titles()));
    }
    background(layout.history(), draw.pick(study.histories()));
    background(layout.technique(), draw.pick(study.techniques()));
    background(layout.comparison(), draw.pick(layouts.comparisons()));
    boolean concludes = !layout.impression().isEmpty() && draw.percent(60);
    int findings = concludes && sentences.size() > 1 ? split(sentences.size()) : sentences.size();
    section(layout.findings(), sentences.subList(0, findings), false);
    if (findings < sentences.size()) {
      section(layout.impression(), sentences.subList(findings, sentences.size()), true);
    }
  }

  String text() {
    return text.toString();
  }

  List<TrueClaim> claims() {
    return List.copyOf(claims);
  }

  /** Number of sentences under findings; the last one or two are the impression. */
  private int split(int sentences) {
    return sentences - (sentences > 2 && draw.percent(35) ? 2 : 1);
  }

  private void background(String heading, String words) {
    if (!heading.isEmpty() && (heading.isBlank() || draw.percent(70))) {
      begin(heading.isBlank() ? "" : heading);
      text.append(cased(words));
    }
  }

  private void begin(String heading) {
    text.append(text.isEmpty() ? "" : "\n\n").append(heading);
  }

  private void section(String heading, List<Sentence> sentences, boolean impression) {
    begin(heading);
    boolean numbered = impression && layout.numbers();
    String joint = numbered || layout.lines() ? "\n" : " ";
    for (int i = 0; i < sentences.size(); i++) {
      text.append(i == 0 ? "" : joint).append(numbered ? i + 1 + ". " : layout.mark());
      sentence(sentences.get(i), impression);
    }
  }

  private void sentence(Sentence s, boolean impression) {
    int from = text.length();
    text.append(cased(s.text()));
    if (layout.stops()) {
      text.append('.');
    }
    for (int i = 0; i < s.statements().size(); i++) {
      Statement claim = s.statements().get(i);
      int start = from + cased(s.text().substring(0, s.starts().get(i))).length();
      int end = start + cased(claim.quote()).length();
      boolean whole = s.statements().size() == 1;
      claims.add(claim(claim, start, whole ? text.length() : end, impression));
    }
  }

  private TrueClaim claim(Statement s, int start, int end, boolean impression) {
    boolean concludes = impression && s.type() == ClaimType.FINDING;
    return new TrueClaim(
        text.substring(start, end),
        text.codePointCount(0, start),
        concludes ? ClaimType.IMPRESSION : s.type(),
        s.ruling().label(),
        s.ruling().reason(),
        s.evidence(),
        s.ruling().findings(),
        s.meaning(),
        s.ruling().label() == Label.UNCERTAIN ? s.rewrites() : List.of());
  }

  private String cased(String words) {
    return layout.capitals() ? words.toUpperCase(Locale.ROOT) : words;
  }
}
