package org.radiologytrust.cli.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.model.Report;
import org.radiologytrust.publish.fhir.NarrativeHead;

/**
 * One audit of a batch as a page for people: what needs attention, the report with its claims
 * marked, and what the audit rests on. The page is one file without scripts; it loads nothing.
 *
 * @param id the case's name
 * @param report the audited report
 * @param exam the examination; may be empty
 * @param images names of the image files
 */
record CasePage(String id, Report report, String exam, AuditResult audit, List<String> images) {
  /**
   * A figure at the top of the page.
   *
   * @param kind style classes; may be empty
   */
  record Tile(String kind, String value, String words) {}

  String html() {
    return HtmlPage.render("cli/audit/case.jte", this);
  }

  Observation summary() {
    return audit.summary();
  }

  /** Who made the audit, and that nobody verified it. */
  String status() {
    boolean byRules =
        summary().getCategoryFirstRep().getCoding().stream()
            .anyMatch(coding -> coding.getCode().equals("rule-audit"));
    return NarrativeHead.opening(byRules, false);
  }

  /** Why there is no audit; empty when there is one. */
  String failure() {
    return ObservationParts.component(summary(), "failure");
  }

  List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    boolean checked = AuditTable.outcome(summary()).equals("checked-only");
    Integer score = audit.score();
    tiles.add(new Tile("", checked ? "Checked only" : "Audited", "outcome"));
    tiles.add(new Tile("", score == null ? "No score" : score + " of 100", "score"));
    if (score != null) {
      tiles.add(new Tile("", audit.severity(), "priority"));
    }
    tiles.add(count("needs_review", "claims-needs-review", "needs review"));
    tiles.add(count("uncertain", "claims-uncertain", "uncertain"));
    tiles.add(count("supported", "claims-supported", "supported"));
    tiles.add(count("not_assessed", "claims-not-assessed", "not assessed"));
    return tiles;
  }

  private Tile count(String kind, String code, String words) {
    int count = AuditTable.count(summary(), code);
    return new Tile(count > 0 ? kind + " on" : kind, "" + count, words);
  }

  List<ClaimView> claims() {
    return ClaimView.of(audit.claims());
  }

  /** The claims that a person has to look at, the most serious first. */
  List<ClaimView> flagged() {
    return claims().stream()
        .filter(ClaimView::flagged)
        .sorted(Comparator.comparing(ClaimView::kind))
        .toList();
  }

  List<ClaimView> otherClaims() {
    return claims().stream().filter(c -> !c.flagged()).toList();
  }

  List<CheckView> checks() {
    return CheckView.of(summary());
  }

  /** Checks that only ask about words that are in no claim. */
  List<CheckView> askedChecks() {
    return CheckView.asked(summary());
  }

  /** Texts of a component of the summary. */
  List<String> components(String code) {
    return ObservationParts.components(summary(), code);
  }

  /** The text of a component of the summary; empty when there is none. */
  String component(String code) {
    return ObservationParts.component(summary(), code);
  }

  String style() {
    return HtmlPage.resource("/cli/case.css");
  }

  String policy() {
    return HtmlPage.policy(style());
  }
}
