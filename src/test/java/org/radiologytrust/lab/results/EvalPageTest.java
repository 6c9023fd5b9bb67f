package org.radiologytrust.lab.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.html.VisibleText;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;

class EvalPageTest {
  private static final List<LabelledCase> CASES = Sample.cases(36);
  private static final List<ConditionResults> ALL = new ArrayList<>();
  private static Figures figures;
  private static String html;
  private static Document page;

  /** The page is kept in {@code target/}, to be looked at. */
  @BeforeAll
  static void write() throws IOException {
    ALL.add(Sample.results(CASES, "base", 0, false, 450, 1));
    ALL.add(Sample.results(CASES, "base", 6, false, 250, 2));
    ALL.add(Sample.results(CASES, "lora", 0, false, 60, 3));
    ALL.add(Sample.results(CASES, "lora-with-a-rather-long-name-of-many-words", 0, true, 0, 4));
    ConditionResults odd = Sample.results(CASES, "<img src=x onerror=alert(1)>", 0, true, 120, 5);
    ALL.add(new ConditionResults(odd.condition(), odd.results().subList(0, 30)));
    ALL.add(Sample.results(CASES, "sixth", 0, true, 350, 6));
    figures = Figures.of(CASES, ALL, 20261125);
    html = EvalPage.html(CASES, ALL, figures);
    page = Jsoup.parse(html);
    Files.writeString(Path.of("target", "eval-page.html"), html);
  }

  @Test
  void holdsNoForeignElementAndNothingThatRuns() {
    assertEquals(0, page.select("img, iframe, link, object, embed, form, base").size());
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    List<Element> scripts = page.select("script:not([type=application/json])");
    assertEquals(2, scripts.size());
    for (Element script : scripts) {
      assertTrue(policy.contains("'sha256-" + sha256(script.data()) + "'"), policy);
    }
    assertTrue(policy.contains("'sha256-" + sha256(page.select("style").get(0).data()) + "'"));
    assertFalse(policy.contains("unsafe"), policy);
    for (Element e : page.getAllElements()) {
      for (Attribute a : e.attributes()) {
        assertFalse(a.getKey().startsWith("on"), e.outerHtml());
        assertFalse(a.getKey().equals("style"), e.outerHtml());
        assertTrue(
            !Set.of("href", "src").contains(a.getKey()) || a.getValue().startsWith("#"),
            e.outerHtml());
      }
    }
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"quoted\""));
    assertTrue(html.contains("&lt;/pre&gt;&lt;script&gt;alert(2)"));
  }

  @Test
  void showsWhatIsInvisible() {
    assertTrue(html.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT));
    assertTrue(html.contains("<span class=\"inv\">U+202E</span>reversed"));
    StringOutput out = new StringOutput();
    VisibleText.text("a\0b\n\uFEFF\uD800😀<").writeTo(new OwaspHtmlTemplateOutput(out));
    assertEquals(
        "a<span class=\"inv\">U+0000</span>b\n<span class=\"inv\">U+FEFF</span>"
            + "<span class=\"inv\">U+D800</span>😀&lt;",
        out.toString());
    assertEquals("<>&\"'[U+200B]", VisibleText.plain("<>&\"'\u200B"));
  }

  @Test
  void hasNoNan() {
    assertFalse(html.contains("NaN"));
    assertFalse(html.contains("Infinity"));
    String empty = EvalPage.html(List.of(), List.of(), Figures.of(List.of(), List.of(), 1));
    assertFalse(empty.contains("NaN"));
    assertTrue(empty.contains("0 of 0 cases"));
  }

  @Test
  void showsEveryWrongCase() {
    long wrong =
        CASES.stream()
            .filter(
                c ->
                    ALL.stream()
                        .flatMap(r -> AnsweredCase.of(List.of(c), r).stream())
                        .anyMatch(
                            a ->
                                a.calls().stream()
                                        .anyMatch(k -> k.outcome() != Call.Outcome.ACCEPTED)
                                    || Labels.confusion(List.of(a))[0][1] > 0
                                    || !a.right(0)
                                    || !a.right(1)
                                    || !a.right(2)))
            .count();
    assertEquals(wrong, page.select("article.case").size());
    assertTrue(page.text().contains("has no result for 6 of 36 cases"));
  }

  @Test
  void marksClaimsThatOverlapAndSpansBeyondTheText() {
    TrueClaim first =
        new TrueClaim("😀ab", 0, ClaimType.FINDING, Label.SUPPORTED, "", "", null, null, null);
    TrueClaim second =
        new TrueClaim("b<cdefgh", 2, ClaimType.FINDING, Label.SUPPORTED, "", "", null, null, null);
    LabelledCase c =
        new LabelledCase(
            "x", "😀ab<c", new Truth("", "", "", "", null, List.of(first, second)), false);
    assertEquals(
        List.of(
            new WrongCase.Piece("😀a", List.of(new WrongCase.Begin(1, false)), true, false),
            new WrongCase.Piece("b", List.of(new WrongCase.Begin(2, true)), true, true),
            new WrongCase.Piece("<c", List.of(), true, true)),
        WrongCase.pieces(c, Set.of(2)));
  }

  @Test
  void eachConditionHasAShapeOfItsOwn() {
    assertEquals(6, IntStream.range(0, 6).mapToObj(k -> Mark.of(k).path()).distinct().count());
    assertEquals("0.0", NumberFormats.decimals(-0.01, 1));
    assertEquals("< 0.001", NumberFormats.p(0.0002));
  }

  private static String sha256(String content) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
