package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.text.sections.Headings;

class MarkedTextTest {
  private static final ReportText.Writer TEXTS =
      new ReportText.Writer(new Headings(SiteFiles.shipped()));

  private static String html(Audit audit) {
    FlagsColumn column =
        PageAudits.flags().of(PageAudits.history(audit), audit, PageAudits.reader("a"));
    StringOutput out = new StringOutput();
    OwaspHtmlTemplateOutput safe = new OwaspHtmlTemplateOutput(out);
    safe.setContext("p", null);
    TEXTS.of(audit, column, true).html().writeTo(safe);
    return out.toString();
  }

  private static Document page(Audit audit) {
    Document page = Jsoup.parse("<p class=report>" + html(audit) + "</p>");
    page.outputSettings().prettyPrint(false);
    return page;
  }

  /** The words in an element, without the helper words for the screen reader and the numbers. */
  private static String words(Element element) {
    StringBuilder words = new StringBuilder();
    collect(element, words);
    return words.toString();
  }

  private static void collect(Node node, StringBuilder words) {
    for (Node child : node.childNodes()) {
      if (child instanceof TextNode text) {
        words.append(text.getWholeText());
      } else if (child instanceof Element e && !e.is(".vh, .no, .by")) {
        collect(e, words);
      }
    }
  }

  @Test
  void everyClaimAndFlagHasExactlyItsWords() {
    String text = "FINDINGS: 😀 No effusion. Right opacity.\nIMPRESSION: Left opacity.";
    PageAudits a =
        new PageAudits(text)
            .claim(Section.FINDINGS, "No effusion.", Label.SUPPORTED, "seen")
            .ruled(Section.FINDINGS, "Right opacity.", Label.NEEDS_REVIEW, Verdict.Basis.CHECK)
            .claim(Section.IMPRESSION, "Left opacity.", Label.UNCERTAIN, "not sure")
            .notAssessed(new Span(0, 9));
    a.check("side-order", Label.NEEDS_REVIEW, "Right", a.words("Left"), "Check the side.");
    Document page = page(a.audit());
    assertEquals(text, words(page.selectFirst("p.report")));
    assertEquals(
        List.of("FINDINGS:", "No effusion.", "Right opacity.", "Right", "Left opacity."),
        page.select("mark").stream().map(MarkedTextTest::words).toList());
    assertEquals(
        List.of("none", "supported", "review", "review", "uncertain"),
        page.select("mark").eachAttr("data-label"));
    assertEquals(
        List.of("Flag 1, needs review:", "Flag 2, uncertain:"),
        page.select("button.no").eachAttr("aria-label"));
    assertEquals("Right", words(page.selectFirst("mark.now")));
    assertEquals("Left", words(page.selectFirst(".proof")));
    assertEquals(List.of("FINDINGS:", "IMPRESSION:"), page.select("b").eachText());
  }

  /** One error in sixteen places would leave no line of the text calm. */
  @Test
  void onlyThreePlacesOfAFlagAreLoud() {
    List<String> lines =
        IntStream.rangeClosed(1, 16).mapToObj(i -> "Right knee " + i + ".").toList();
    PageAudits a = new PageAudits(String.join("\n", lines) + "\nNo mass.");
    for (String line : lines) {
      a.ruled(Section.FINDINGS, line, Label.NEEDS_REVIEW, Verdict.Basis.CHECK);
      a.check("side-order", Label.NEEDS_REVIEW, line, a.words("No mass."), "Check the side.");
    }
    a.claim(Section.FINDINGS, "No mass.", Label.SUPPORTED, "seen");
    Document page = page(a.audit());
    assertEquals(16, page.select("mark.now button.no[data-flag=1]").size(), "o goes to each");
    assertEquals(
        lines.subList(3, 16),
        page.select("mark.quiet").stream().map(MarkedTextTest::words).toList());
    assertEquals(
        List.of("Right knee 1.", "Right knee 2.", "Right knee 3.", "No mass."),
        page.select("mark:not(.quiet)").stream().map(MarkedTextTest::words).toList());
  }

  @Test
  void wordsThatAnAiDraftedAndNobodyChangedAreMarked() {
    String text = "FINDINGS: 😀 No effusion. Large mass.\nNormal.";
    Audit audit =
        new PageAudits(text).claim(Section.FINDINGS, "Large mass.", Label.UNCERTAIN, "?").audit();
    Authorship authorship =
        new Authorship(
            List.of(
                new Authorship.Passage(new Span(0, 25), Authorship.Source.AI_DRAFT),
                new Authorship.Passage(new Span(25, 30), Authorship.Source.HUMAN),
                new Authorship.Passage(new Span(30, 37), Authorship.Source.AI_DRAFT),
                new Authorship.Passage(new Span(37, 44), Authorship.Source.TEMPLATE)),
            List.of());
    Document page = page(audit.toBuilder().authorship(authorship).build());
    assertEquals(text, words(page.selectFirst("p.report")));
    assertEquals(
        List.of("FINDINGS: 😀 No effusion.", "mass.", "Normal."),
        page.select(".drafted").stream().map(MarkedTextTest::words).toList());
    assertEquals(List.of("AI", "AI", "template"), page.select(".by").eachText());
    assertTrue(page.select(".drafted .vh").eachText().contains("(drafted by AI, unchanged:"));
    assertEquals("Large mass.", words(page.selectFirst("mark")));
  }

  @Test
  void sentenceThatAnAddendumChangesIsMarkedWhateverItsLabel() {
    String text = "IMPRESSION: No effusion. No mass.\n\nADDENDUM:\nSmall effusion.";
    PageAudits a =
        new PageAudits(text)
            .claim(Section.IMPRESSION, "No effusion.", Label.SUPPORTED, "seen")
            .claim(Section.IMPRESSION, "No mass.", Label.SUPPORTED, "seen");
    CheckResult quiet =
        new CheckResult(
                Addendum.CHECK,
                Label.NEEDS_REVIEW,
                a.words("No effusion."),
                a.words("Small effusion."),
                "Correct it.")
            .asQuiet();
    Document page = page(a.audit().toBuilder().checks(List.of(quiet)).build());
    assertEquals(text, words(page.selectFirst("p.report")));
    assertEquals(
        List.of("No effusion."),
        page.select(".changed").stream().map(MarkedTextTest::words).toList());
    assertEquals(
        "(changed by an addendum: No effusion.changed by addendum)",
        page.selectFirst(".changed").text());
    assertEquals("changed by addendum", page.selectFirst(".changed .by").text());
    assertEquals("true", page.selectFirst(".changed .by").attr("aria-hidden"));
  }

  @Test
  void withoutADraftNothingIsMarked() {
    Audit audit = new PageAudits("No effusion.").notAssessed(new Span(0, 12)).audit();
    assertTrue(page(audit).select(".drafted, .by").isEmpty());
  }

  @Test
  void spansThatOverlapAreWrittenInPieces() {
    String text = "abcdefghij";
    Audit audit =
        new PageAudits(text)
            .notAssessed(new Span(0, 6))
            .notAssessed(new Span(3, 9))
            .notAssessed(new Span(4, 5))
            .audit();
    Document page = page(audit);
    assertEquals(text, words(page.selectFirst("p.report")));
    assertEquals(
        List.of("abcdef", "def", "e", "ghi"),
        page.select("mark").stream().map(MarkedTextTest::words).toList());
  }

  @Test
  void oneProblemHasItsNumberAtEachPlace() {
    PageAudits a = new PageAudits("Right knee. The right knee is swollen.");
    Evidence order = Evidence.field("OBR-4", "XR KNEE LEFT");
    a.check("side-order", Label.NEEDS_REVIEW, "Right knee", order, "Check the side.");
    a.check("side-order", Label.NEEDS_REVIEW, "right knee", order, "Check the side.");
    Document page = page(a.audit());
    assertEquals(
        List.of("Flag 1, place 1 of 2, needs review:", "Flag 1, place 2 of 2, needs review:"),
        page.select("button.no").eachAttr("aria-label"));
  }

  @Test
  @Tag("safety")
  void textOfAReportIsNeverMarkup() {
    String text =
        "<script>alert(1)</script> <mark onclick=x>a</mark> & \"quoted\" \u202eright\u202c"
            + " \u0007bell \u200bhidden </p><img src=x onerror=alert(1)>";
    PageAudits a = new PageAudits(text);
    a.claim(Section.FINDINGS, "<mark onclick=x>a</mark>", Label.UNCERTAIN, "not sure");
    String html = html(a.audit());
    Document page = Jsoup.parse("<p class=report>" + html + "</p>");
    assertTrue(page.select("script, img, [onclick], [onerror]").isEmpty(), html);
    assertEquals(1, page.select("mark").size());
    for (String invisible : List.of("\u202e", "\u202c", "\u0007", "\u200b")) {
      assertFalse(html.contains(invisible));
    }
    assertEquals(List.of("U+202E", "U+202C", "U+0007", "U+200B"), page.select(".inv").eachText());
  }

  @Test
  void spansThatTheTextDoesNotHaveAreLeftOut() {
    PageAudits a = new PageAudits("Short text.");
    Audit audit = a.notAssessed(new Span(0, 5)).audit();
    ReportPoints shorter = new ReportPoints("Sho");
    StringOutput out = new StringOutput();
    OwaspHtmlTemplateOutput safe = new OwaspHtmlTemplateOutput(out);
    safe.setContext("p", null);
    new MarkedText(shorter, TextMarks.of(shorter, audit, List.of()), List.of(), 0, true)
        .writeTo(safe);
    assertEquals("Sho", out.toString());
  }

  @Test
  void manyOverlappingSpansGiveBoundedMarkup() {
    String text = "a".repeat(200_000);
    PageAudits a = new PageAudits(text);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      spans.add(new Span(i * 10, 100_000 + i * 100));
    }
    spans.forEach(a::notAssessed);
    String html = html(a.audit());
    assertEquals(text, words(Jsoup.parse("<p>" + html + "</p>").selectFirst("p")));
    assertTrue(html.length() < 1_500_000, () -> "" + html.length());
  }

  @Test
  void headingsAreWordsInCapitalsAtTheStartOfALine() {
    ReportPoints text =
        new ReportPoints("FINDINGS:\nNo: heading. LATER: not one.\nCT CHEST, ABDOMEN: text\nA: no");
    assertEquals(
        List.of("FINDINGS:", "CT CHEST, ABDOMEN:"),
        TextMarks.headings(text).stream().map(m -> text.in(m.span())).toList());
    assertEquals(
        List.of(),
        Stream.of("", "none")
            .flatMap(s -> TextMarks.headings(new ReportPoints(s)).stream())
            .toList());
  }

  /** They stand above their text, outside of every mark, and are no words of the report. */
  @Test
  void codedHeadingsStandAboveTheirText() {
    String text = "Clear lungs.\nNormal chest.\nNo effusion.";
    PageAudits a = new PageAudits(text);
    a.claim(Section.IMPRESSION, "Normal chest.", Label.NEEDS_REVIEW, "Why.");
    List<SectionHint> hints =
        List.of(
            new SectionHint(a.span("Clear lungs."), Section.FINDINGS),
            new SectionHint(a.span("Normal chest.\nNo effusion."), Section.IMPRESSION));
    Audit plain = a.audit();
    Audit audit = plain.toBuilder().report(plain.report().toBuilder().hints(hints).build()).build();
    Document page = page(audit);
    assertEquals(List.of("FINDINGS", "IMPRESSION"), page.select("b.coded").eachText());
    assertEquals(0, page.select("mark b").size());
    assertEquals("Normal chest.", page.select("mark bdi").text());
    assertEquals(
        "FINDINGS\nClear lungs.\nIMPRESSION\nNormal chest.\nNo effusion.",
        words(page.selectFirst("p")));
  }
}
