package org.radiologytrust.cli.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Label;

/**
 * A claim-audit Observation as pages and tables show it.
 *
 * @param number from 1, in order of the report's text
 * @param start first code point of the claim in the report
 * @param end code point behind its last one
 * @param trusted false if the label says no more than that no model is trusted for such a claim
 * @param basis what the label rests on, in words; empty for a claim that was not assessed
 * @param evidence sentences and quotes, in the order of the Observation
 * @param asked checks that only ask about it
 * @param written who wrote its words and whether they are signed; empty if no draft is known
 */
public record ClaimView(
    int number,
    Kind kind,
    String text,
    int start,
    int end,
    boolean trusted,
    String basis,
    List<String> actions,
    List<String> wordings,
    List<String> evidence,
    List<CheckView> asked,
    String written) {
  /** A claim's label, or that it has none; the gravest first. */
  enum Kind {
    NEEDS_REVIEW("needs review"),
    UNCERTAIN("uncertain"),
    NOT_ASSESSED("not assessed"),
    SUPPORTED("supported");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The term that every output uses. */
    String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Kind of(Observation claim) {
      if (!claim.hasValueCodeableConcept()) {
        return NOT_ASSESSED;
      }
      String code = claim.getValueCodeableConcept().getCodingFirstRep().getCode();
      return valueOf(Label.ofCode(code).name());
    }
  }

  /** The claims in order of the report's text. */
  public static List<ClaimView> of(List<Observation> claims) {
    List<ClaimView> views = new ArrayList<>();
    for (Observation claim :
        claims.stream().sorted(Comparator.comparingInt(c -> place(c, "start"))).toList()) {
      views.add(
          new ClaimView(
              views.size() + 1,
              Kind.of(claim),
              ObservationParts.component(claim, "claim-text"),
              place(claim, "start"),
              place(claim, "end"),
              !basisCode(claim).equals("untrusted-model"),
              basis(claim),
              ObservationParts.components(claim, "action"),
              ObservationParts.components(claim, "proposal"),
              ObservationParts.components(claim, "evidence"),
              CheckView.asked(claim),
              written(claim)));
    }
    return views;
  }

  private static String written(Observation claim) {
    return ObservationParts.values(claim, "authorship")
        .map(v -> ((CodeableConcept) v).getCodingFirstRep().getDisplay())
        .map(
            words ->
                words + (signed(claim) ? "; signed by a person" : "; no signature in the message"))
        .findFirst()
        .orElse("");
  }

  private static boolean signed(Observation claim) {
    return ObservationParts.values(claim, "signed")
        .anyMatch(v -> v.primitiveValue().equals("true"));
  }

  /** Whether a person has to look at it. */
  public boolean flagged() {
    return explained() && trusted;
  }

  /** Whether its label needs reasons. */
  boolean explained() {
    return kind == Kind.NEEDS_REVIEW || kind == Kind.UNCERTAIN;
  }

  private static String basisCode(Observation claim) {
    return ObservationParts.values(claim, "basis")
        .map(v -> ((CodeableConcept) v).getCodingFirstRep().getCode())
        .findFirst()
        .orElse("");
  }

  private static int place(Observation claim, String end) {
    return claim.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("claim-text"))
        .flatMap(c -> c.getExtension().stream())
        .filter(e -> e.getUrl().endsWith("/rtl-text-span"))
        .map(e -> Integer.parseInt(e.getExtensionByUrl(end).getValue().primitiveValue()))
        .findFirst()
        .orElse(0);
  }

  /** The confidence of a model's label and whose number it is, else the rule that set the label. */
  private static String basis(Observation claim) {
    if (Kind.of(claim) == Kind.NOT_ASSESSED) {
      return "";
    }
    String confidence =
        ObservationParts.values(claim, "confidence")
            .map(v -> ((org.hl7.fhir.r4.model.Quantity) v).getValue().toPlainString())
            .findFirst()
            .orElse("");
    return confidence.isEmpty()
        ? concept(claim, "basis")
        : "confidence " + confidence + ", " + concept(claim, "confidence-basis");
  }

  private static String concept(Observation claim, String code) {
    return ObservationParts.values(claim, code)
        .map(v -> ((CodeableConcept) v).getCodingFirstRep().getDisplay().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  /**
   * A part of the report.
   *
   * @param claim the most serious claim that covers it; {@code null} outside all claims
   */
  record Piece(String text, @Nullable ClaimView claim) {}

  /** The report's text in pieces. Where claims overlap, the most serious one has the piece. */
  static List<Piece> pieces(String text, List<ClaimView> claims) {
    int[] points = text.codePoints().toArray();
    ClaimView[] owners = new ClaimView[points.length];
    for (ClaimView claim : claims) {
      for (int i = claim.start; i < Math.min(claim.end, points.length); i++) {
        if (owners[i] == null || claim.kind.compareTo(owners[i].kind) < 0) {
          owners[i] = claim;
        }
      }
    }
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= points.length; i++) {
      if (i == points.length || owners[i] != owners[from]) {
        pieces.add(new Piece(new String(points, from, i - from), owners[from]));
        from = i;
      }
    }
    return pieces;
  }
}
