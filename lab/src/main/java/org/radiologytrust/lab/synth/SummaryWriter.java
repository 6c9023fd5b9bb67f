package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.stream.Collectors;
import org.radiologytrust.cases.Truth.GoodSummaries;
import org.radiologytrust.model.Label;

/** Writes good summaries. They are short, and the patient's has only supported claims. */
final class SummaryWriter {
  /** Most findings, and most absences, in a patient's summary. */
  private static final int MOST = 2;

  private final SynthPhrases.Summaries texts;

  SummaryWriter(SynthPhrases.Summaries texts) {
    this.texts = texts;
  }

  GoodSummaries of(List<Statement> claims) {
    return new GoodSummaries(clinician(claims), patient(claims));
  }

  private String clinician(List<Statement> claims) {
    List<String> review =
        with(claims, Label.NEEDS_REVIEW).stream()
            .map(c -> c.about() + " (" + c.ruling().reason() + ")")
            .toList();
    List<String> uncertain = with(claims, Label.UNCERTAIN).stream().map(Statement::about).toList();
    StringBuilder text = new StringBuilder();
    if (!review.isEmpty()) {
      text.append(texts.needsReview().replace("{claims}", String.join(", ", review)));
    }
    if (!uncertain.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ")
          .append(texts.uncertain().replace("{claims}", String.join(", ", uncertain)));
    }
    return text.isEmpty() ? texts.allSupported() : text.toString();
  }

  private String patient(List<Statement> claims) {
    List<Statement> supported = with(claims, Label.SUPPORTED);
    String shown = plain(supported, false, " and ");
    String notShown = plain(supported, true, " or ");
    StringBuilder text = new StringBuilder();
    if (!shown.isEmpty()) {
      text.append(texts.shown().replace("{plain}", shown));
    }
    if (!notShown.isEmpty()) {
      String pattern = text.isEmpty() ? texts.notShownAlone() : " " + texts.notShown();
      text.append(pattern.replace("{plain}", notShown));
    }
    if (supported.size() < claims.size()) {
      text.append(text.isEmpty() ? "" : " ").append(texts.checking());
    }
    return text.isEmpty() ? texts.nothing() : text.toString();
  }

  private static String plain(List<Statement> supported, boolean absence, String joint) {
    return supported.stream()
        .filter(c -> c.claimed().absence() == absence && !c.plain().isEmpty())
        .map(Statement::plain)
        .distinct()
        .limit(MOST)
        .collect(Collectors.joining(joint));
  }

  private static List<Statement> with(List<Statement> claims, Label label) {
    return claims.stream().filter(c -> c.ruling().label() == label).toList();
  }
}
