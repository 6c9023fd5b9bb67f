package org.radiologytrust.cli;

import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.model.Report;
import org.radiologytrust.process.ProductVersion;

/**
 * One audit of a batch as a page for people: what needs attention, the report with its claims
 * marked, and what the audit rests on. The page is one file without scripts; it loads nothing.
 */
final class CasePage {
  private static final String STYLE =
      """
      :root { color-scheme: light }
      * { box-sizing: border-box }
      body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #1d2430; background: #f4f5f7 }
      main, header, footer { max-width: 1360px; margin: 0 auto; padding: 0 28px }
      header { padding-top: 20px }
      h1 { font-size: 24px; line-height: 1.25; margin: 0; overflow-wrap: anywhere }
      h2 { font-size: 13px; letter-spacing: .05em; text-transform: uppercase; color: #586274;
        margin: 26px 0 10px }
      p { margin: 4px 0 }
      a { color: #1d4f91 }
      .exam { font-size: 17px; color: #3a4352 }
      .status { display: inline-block; margin: 10px 0 0; padding: 3px 10px; border-radius: 4px;
        border: 1px solid #b6bdc9; background: #fff; font-weight: 600 }
      .failed { background: #fdecea; border: 1px solid #c2362b; border-radius: 6px;
        padding: 10px 14px; margin: 14px 0; font-weight: 600 }
      .tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0 0; padding: 0 }
      .tile { background: #fff; border: 1px solid #d8dce3; border-radius: 6px; padding: 8px 14px;
        min-width: 106px }
      .tile b { display: block; font-size: 21px; line-height: 1.25 }
      .tile span { font-size: 12.5px; color: #586274 }
      .tile.on.needs_review { border-color: #c2362b; background: #fdecea }
      .tile.on.uncertain { border-color: #a86a00; background: #fff4dc }
      .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 32px;
        align-items: start }
      .report { background: #fff; border: 1px solid #d8dce3; border-radius: 6px; padding: 16px 18px;
        white-space: pre-wrap; overflow-wrap: anywhere; font: 15px/1.7 Georgia, serif }
      .report a { color: inherit; text-decoration: none; border-bottom: 2px solid transparent }
      .report a sup { font: 600 10px/1 system-ui, sans-serif; padding-left: 1px }
      .report .needs_review { background: #fbd9d5; border-bottom-color: #c2362b }
      .report .uncertain { background: #ffe9bd; border-bottom-color: #a86a00 }
      .report .supported { border-bottom-color: #7fb58a }
      .report .not_assessed { border-bottom: 2px dotted #a5adba }
      .card { background: #fff; border: 1px solid #d8dce3; border-left: 5px solid #a5adba;
        border-radius: 6px; padding: 10px 14px 12px; margin: 0 0 12px; break-inside: avoid;
        overflow-wrap: anywhere }
      .card.needs_review { border-left-color: #c2362b }
      .card.uncertain { border-left-color: #d99100 }
      .card.supported { border-left-color: #4f9a5f }
      .label { font-weight: 700; font-size: 13px }
      .needs_review > .label { color: #a5281e } .uncertain > .label { color: #855300 }
      .supported > .label { color: #2f7240 } .label small { font-weight: 400; color: #586274 }
      blockquote { margin: 4px 0 6px; font: 16px/1.5 Georgia, serif }
      dl { margin: 0; display: grid; grid-template-columns: 86px minmax(0, 1fr); gap: 3px 10px }
      dt { color: #586274; font-size: 13.5px } dd { margin: 0 }
      dd.do { font-weight: 600 }
      ul { margin: 0; padding-left: 20px; overflow-wrap: anywhere }
      footer { padding-top: 22px; padding-bottom: 30px; color: #586274; font-size: 13.5px }
      @media (max-width: 900px) { .columns { grid-template-columns: 1fr } }
      @media print {
        body { background: #fff; font-size: 10.5pt }
        main, header, footer { padding: 0; max-width: none }
        .columns { display: block }
        .report { font-size: 10.5pt }
        a { color: inherit }
        .links { display: none }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
      }
      """;

  private final String id;
  private final Report report;
  private final String exam;
  private final AuditResult audit;
  private final List<String> images;
  private final StringBuilder page = new StringBuilder();

  /**
   * @param id the case's name
   * @param report what was audited
   * @param exam which examination it is about, or empty
   * @param images names of the image files
   */
  CasePage(String id, Report report, String exam, AuditResult audit, List<String> images) {
    this.id = id;
    this.report = report;
    this.exam = exam;
    this.audit = audit;
    this.images = images;
  }

  /** The page. */
  String html() {
    Observation summary = audit.summary();
    List<ClaimView> claims = ClaimView.of(audit.claims());
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" style-src 'unsafe-inline'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n");
    element("title", "Audit of " + id);
    page.append("<style>\n").append(STYLE).append("</style></head><body>\n");
    header(summary);
    page.append("<main><div class=\"columns\"><div>\n");
    attention(summary, claims);
    others(claims);
    page.append("</div><div>\n");
    element("h2", "Report");
    page.append("<div class=\"report\">").append(ClaimView.marked(report.text(), claims));
    page.append("</div>\n");
    list("Images", images.isEmpty() ? List.of("No image came with this case.") : images);
    text("Summary", AuditTable.component(summary, "clinician-summary"));
    text("For the patient", AuditTable.component(summary, "patient-summary"));
    list("Not audited", AuditTable.components(summary, "not-audited"));
    text("Notes", AuditTable.component(summary, "note"));
    page.append("</div></div></main>\n<footer>");
    element("p", "Radiology Trust Layer " + ProductVersion.CURRENT + ". Research software.");
    page.append("<p class=\"links\"><a href=\"../")
        .append(BatchFolder.SUMMARY)
        .append("html\">All cases</a> &middot; <a href=\"")
        .append(PageText.link(BatchFolder.AUDIT))
        .append("\">FHIR Bundle</a></p></footer>\n</body></html>\n");
    return page.toString();
  }

  private void header(Observation summary) {
    page.append("<header>\n");
    element("h1", "Audit of " + id);
    if (!exam.isEmpty()) {
      page.append("<p class=\"exam\">").append(PageText.escaped(exam)).append("</p>\n");
    }
    page.append("<p class=\"status\">AI audit, not verified by a human</p>\n");
    String failure = AuditTable.component(summary, "failure");
    if (!failure.isEmpty()) {
      page.append("<p class=\"failed\">This report was NOT audited: ")
          .append(PageText.escaped(failure))
          .append("</p>\n</header>\n");
      return;
    }
    page.append("<div class=\"tiles\">\n");
    boolean checked = AuditTable.outcome(summary).equals("checked-only");
    Integer score = audit.score();
    tile("", checked ? "Checked only" : "Audited", "outcome");
    tile("", score == null ? "No score" : score + " of 100", "score");
    if (score != null) {
      tile("", audit.severity(), "priority");
    }
    count(summary, "needs_review", "claims-needs-review", "needs review");
    count(summary, "uncertain", "claims-uncertain", "uncertain");
    count(summary, "supported", "claims-supported", "supported");
    count(summary, "not_assessed", "claims-not-assessed", "not assessed");
    page.append("</div>\n</header>\n");
  }

  private void count(Observation summary, String kind, String code, String words) {
    int count = AuditTable.count(summary, code);
    tile(kind + (count > 0 ? " on" : ""), "" + count, words);
  }

  private void tile(String kind, String value, String words) {
    page.append("<div class=\"tile ").append(kind).append("\"><b>");
    page.append(PageText.escaped(value)).append("</b><span>").append(words);
    page.append("</span></div>\n");
  }

  /** What a person has to look at, the gravest first. */
  private void attention(Observation summary, List<ClaimView> claims) {
    List<ClaimView> flagged =
        claims.stream()
            .filter(ClaimView::flagged)
            .sorted(Comparator.comparing(ClaimView::kind))
            .toList();
    List<String> omissions = AuditTable.components(summary, "omission");
    List<CheckView> checks = CheckView.of(summary);
    if (flagged.isEmpty() && omissions.isEmpty() && checks.isEmpty()) {
      return;
    }
    element("h2", "Needs attention");
    flagged.forEach(this::card);
    for (CheckView check : checks) {
      page.append("<div class=\"card uncertain\"><span class=\"label\">Check ");
      page.append(PageText.escaped(check.name())).append("</span><dl>");
      rows("Action", "do", check.actions());
      rows("Evidence", "", check.evidence());
      page.append("</dl></div>\n");
    }
    if (!omissions.isEmpty()) {
      page.append(
          "<div class=\"card uncertain\"><span class=\"label\">Possible omissions</span>\n");
      items(omissions);
      page.append("</div>\n");
    }
  }

  private void others(List<ClaimView> claims) {
    List<ClaimView> rest = claims.stream().filter(c -> !c.flagged()).toList();
    if (!rest.isEmpty()) {
      element("h2", "Other claims");
      rest.forEach(this::card);
    }
  }

  private void card(ClaimView claim) {
    page.append("<div class=\"card ").append(claim.kind().code()).append("\" id=\"claim-");
    page.append(claim.number()).append("\"><span class=\"label\">").append(claim.number());
    page.append(". ").append(claim.kind().words());
    if (!claim.basis().isEmpty()) {
      page.append(" <small>").append(PageText.escaped(claim.basis())).append("</small>");
    }
    page.append("</span>\n<blockquote>&ldquo;").append(PageText.escaped(claim.text()));
    page.append("&rdquo;</blockquote><dl>");
    rows("Action", "do", claim.actions());
    rows("Wording", "", claim.wordings());
    rows("Evidence", "", claim.evidence());
    page.append("</dl></div>\n");
  }

  /** The title stands before the first text only. */
  private void rows(String title, String kind, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      page.append("<dt>").append(i == 0 ? title : "").append("</dt><dd class=\"").append(kind);
      page.append("\">").append(PageText.escaped(texts.get(i))).append("</dd>\n");
    }
  }

  /** Adds a section, unless the text is empty. */
  private void text(String title, String text) {
    if (!text.isEmpty()) {
      element("h2", title);
      element("p", text);
    }
  }

  /** Adds a section, unless the list is empty. */
  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      element("h2", title);
      items(items);
    }
  }

  private void items(List<String> items) {
    page.append("<ul>");
    items.forEach(item -> element("li", item));
    page.append("</ul>\n");
  }

  private void element(String name, String text) {
    page.append('<').append(name).append('>').append(PageText.escaped(text));
    page.append("</").append(name).append(">\n");
  }
}
