package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.html.HtmlText;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/** What an HTML shows is read or named; what it does not show is not read. */
@Tag("safety")
class HiddenHtmlTest {
  private static final String PIXELS =
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38G";

  private static final String FOUR = PIXELS + PIXELS + PIXELS + PIXELS;

  /** Longer than any value that is looked at. */
  private static final String BASE64 = FOUR + FOUR + FOUR + FOUR;

  private final Documents documents = TestDocuments.reader();

  private Document read(String html) {
    Reading reading = documents.read(html.getBytes(StandardCharsets.UTF_8), "text/html");
    assertTrue(reading instanceof Document, () -> html + ": " + reading);
    return (Document) reading;
  }

  private static String words(Document document) {
    return document.text().replaceAll("\\s+", " ");
  }

  private void assertNotRead(String hidden, String what, boolean costs) {
    Document document = read("<p>Large effusion.</p>" + hidden + "<p>Normal heart.</p>");
    assertEquals("Large effusion. Normal heart.", words(document), hidden);
    assertEquals(
        List.of(new NotAudited(what, 6, Unit.CHARACTERS, costs)), document.notRead(), hidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "display:none",
        "DISPLAY : NONE !important",
        "visibility:hidden",
        "visibility:collapse",
        "opacity:0",
        "opacity:.05",
        "opacity:5%",
        "font-size:0",
        "font-size:1px",
        "font-size:.1em",
        "font-size:2pt",
        "font:0/0 a",
        "font:bold 1px Arial",
        "color:#fff",
        "color:white",
        "color:#fefefe",
        "color:rgb(255,255,255)",
        "color:rgb(100% 100% 100%)",
        "color:hsl(0,0%,99%)",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "color:#0000",
        "-webkit-text-fill-color:transparent",
        "color:#123456;background:#123456",
        "color:#fff;background-color:#f8f8f8",
        "position:absolute;left:-9999px",
        "position:fixed;top:-50em",
        "text-indent:-9999px",
        "margin-left:-9999px",
        "height:0;overflow:hidden",
        "max-height:1px;overflow-y:hidden",
        "position:absolute;clip:rect(0 0 0 0)",
        "clip:rect(1px, 1px, 1px, 1px)",
        "clip-path:inset(50%)",
        "clip-path:circle(0)",
        "transform:scale(0)",
        "content-visibility:hidden",
        "color:mistyrose",
        "color:Canvas",
        "position:relative;left:-9999px"
      })
  void textThatNobodySeesIsNotRead(String style) {
    String what = "invisible text of an HTML";
    assertNotRead("<p style='" + style + "'>hidden</p>", what, false);
    assertNotRead("<div style='" + style + "'><b>hid<i>den</i></b></div>", what, false);
    assertNotRead("<style>.x{" + style + "}</style><p class='y x'>hidden</p>", what, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p hidden>hidden</p>",
        "<template>hidden</template>",
        "<font color=white>hidden</font>",
        "<table bgcolor='#000080'><tr><td><font color=navy>hidden</font></td></tr></table>",
        "<dialog>hidden</dialog>",
        "<style>@media screen{.x{color:red}} div .x:first-child{display:none}</style>"
            + "<div><p class=x>hidden</p></div>",
        "<style><!-- p[data-k='1'],h1{display:none} --></style><p data-k=1>hidden</p>",
        "<style>:root{--page:#fff} .x{color:var(--page)}</style><p class=x>hidden</p>",
        "<style>.x{display:none!important}</style><p class=x style='display:block'>hidden</p>",
        "<style>#x{display:none} .x{display:block}</style><p class=x id=x>hidden</p>",
        "<style>[class~='x']{display:none}</style><p class='y x'>hidden</p>",
        "<style>[lang|=de]{display:none}</style><p lang=de-AT>hidden</p>",
        "<style>[data-k='AB' i]{display:none}</style><p data-k=ab>hidden</p>",
        "<style>p:not(.y, .z).x{display:none}</style><p class=x>hidden</p>",
        "<style>p:is(.y, .x){display:none}</style><p class=x>hidden</p>",
        "<style>body > div p + p ~ b{display:none}</style>"
            + "<div><p></p><p></p><i></i><b>hidden</b></div>",
        "<style>li:nth-child(2n+1){display:none}</style><ul><li>hid<li><li>den</ul>",
        "<style>b:nth-of-type(even){display:none}</style><b></b><i></i><b>hidden</b>"
      })
  void howeverItIsHidden(String hidden) {
    assertNotRead(hidden, "invisible text of an HTML", false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<s>struck</s>",
        "<strike>struck</strike>",
        "<del>struck</del>",
        "<span style='text-decoration:underline line-through'>struck</span>",
        "<style>.x{text-decoration-line:line-through}</style><p class=x><b>struck</b></p>"
      })
  void struckOutTextIsNotSaid(String struck) {
    assertNotRead(struck, "struck-out text of an HTML", false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<style>@media print{.x{display:none}}</style><p class=x>hidden</p>",
        "<style media=print>.x{display:none}</style><p class=x>hidden</p>",
        "<style>@media screen{.x{display:none}}</style><p class=x>hidden</p>",
        "<style>.x:hover{opacity:0}</style><p class=x>hidden</p>",
        "<style>@supports (display:grid){.x{display:none}}</style><p class=x>hidden</p>",
        "<noscript>hidden</noscript>",
        "<details>hidden</details>",
        "<svg><text>hidden</text></svg>",
        "<p style='color:var(--unknown)'>hidden</p>",
        "<p style='filter:blur(9px)'>hidden</p>",
        "<p style='background:url(x.png);color:white'>hidden</p>",
        "<bdo dir=rtl>hidden</bdo>",
        "<p style='opacity:calc(0)'>hidden</p>",
        "<p style='font-size:calc(1px)'>hidden</p>",
        "<p style='font-size:.1vw'>hidden</p>",
        "<p style='font:.1vw Arial'>hidden</p>",
        "<p style='color:lab(100% 0 0)'>hidden</p>",
        "<p style='background-color:color-mix(in srgb, black, black)'>hidden</p>",
        "<p style='background:oklch(0 0 0) no-repeat'>hidden</p>",
        "<p style='position:absolute;left:-200vw'>hidden</p>",
        "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>hidden</p>",
        "<style>@media not all{.x{display:none}}</style><p class=x>hidden</p>",
        "<style>@media speech{.x{display:none}}</style><p class=x>hidden</p>",
        "<style>@media print and (color){.x{display:none}}</style><p class=x>hidden</p>",
        "<style>@media print{.x:hover{display:none}}</style><p class=x>hidden</p>",
        "<style media='(max-width:1px)'>.x{display:none}</style><p class=x>hidden</p>",
        "<style>.x:contains(hid){display:none}</style><p class=x>hidden</p>",
        "<style>.x:eq(0){display:none}</style><p class=x>hidden</p>",
        "<style>.x:lt(3){display:none}</style><p class=x>hidden</p>",
        "<style>.x,q:unknown{display:none}</style><p class=x>hidden</p>",
        "<style>.x:has(i){display:none}</style><p class=x>hidden</p>",
        "<style>.x:first-line{font-size:0}</style><p class=x>hidden</p>",
        "<style>[data-k=AB]{display:none}</style><p data-k=ab>hidden</p>"
      })
  void textThatMayBeInvisibleIsNotReadAndCostsTheScore(String hidden) {
    assertNotRead(hidden, "text of an HTML that may be invisible", true);
  }

  /** Styles as reports have them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p style='color:#333;font:bold 9pt/1.2 Arial,sans-serif'>shown</p>",
        "<div style='background:navy;color:#fff'>shown</div>",
        "<style>.h{background-color:#003366}.h td{color:white}</style>"
            + "<table class=h><tr><td>shown</td></tr></table>",
        "<style>.x{display:none}</style><p class=y>shown</p>",
        "<style>.x{display:none} .x.y{display:block}</style><p class='x y'>shown</p>",
        "<div style='visibility:hidden'><p style='visibility:visible'>shown</p></div>",
        "<style>@page{margin:1cm} @media print{a{color:#000}} a:link,a:visited{color:blue}"
            + "a:hover{text-decoration:underline}</style><a href='#'>shown</a>",
        "<style>li:before{content:'\\2022 '} q::before{content:open-quote}</style><q>shown</q>",
        "<p aria-hidden=true>shown</p>",
        "<details open><summary>shown</summary></details>",
        "<details><summary>shown</summary></details>",
        "<div style='overflow:hidden;width:100%;max-height:500px'>shown</div>",
        "<p style='font-size:80%;opacity:.8;text-indent:-20px;margin-left:20px'>shown</p>",
        "<style>:root{--ink:#222}p{color:var(--ink)}</style><p>shown</p>",
        "<div style='position:absolute;top:0;left:10px'>shown</div>",
        "<table><tr><td style='width:1px;max-width:0;overflow:hidden'>shown</td></tr></table>",
        "<ins>shown</ins>",
        "<style>{ broken ;; p { color: red </style><p>shown</p>",
        "<table><tr><td bgcolor='#ffffff' style='background:#c00;color:#fff'>shown</td></table>",
        "<style>.a{font-size:1px} .b{font:12px Arial}</style><p class='a b'>shown</p>",
        "<style>.a{text-decoration-line:line-through} .b{text-decoration:none}</style>"
            + "<p class='a b'>shown</p>",
        "<style>.x::selection{color:#fff;background:#fff}</style><p class=x>shown</p>",
        "<style>@font-face{src:url(data:font/woff;charset=utf-8;base64,"
            + BASE64
            + ")}</style>shown",
        "<style>@media only screen, print{p{color:red}}</style><p>shown</p>",
        "<p style='color:windowtext;background:white none repeat scroll 0% 0%'>shown</p>",
        "<p style='background-color:none;margin:0 0 .0001pt;text-indent:.5in'>shown</p>",
        "<p style='font:inherit;color:inherit;opacity:initial;font-size:unset'>shown</p>",
        "<p style='background:url(data:image/png;base64," + BASE64 + ") no-repeat'>shown</p>"
      })
  void textThatEverybodySeesIsRead(String shown) {
    Document document = read("<p>Large effusion.</p>" + shown + "<p>Normal heart.</p>");
    assertEquals("Large effusion. shown Normal heart.", words(document), shown);
    assertEquals(List.of(), document.notRead(), shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<img src=scan.png>|picture of an HTML|true",
        "<img src=x.png width=800 height=1000>|picture of an HTML|true",
        "<img src=sign.png width=150 height=40>|picture of an HTML|false",
        "<img src=sign.png style='height:1cm;width:4cm'>|picture of an HTML|false",
        "<img src='data:image/png;base64,iVBORw0KGgo='>|picture of an HTML|false",
        "<input value=left>|form field of an HTML|true",
        "<input type=checkbox checked>|form field of an HTML|true",
        "<textarea>left</textarea>|form field of an HTML|true",
        "<select><option>left<option selected>right</select>|form field of an HTML|true",
        "<svg width=600 height=800><image href=scan.png /></svg>|picture of an HTML|true",
        "<svg width=16 height=16><path d='M0 0'/></svg>|picture of an HTML|false",
        "<div style='background:url(scan.png);width:600px;height:800px'></div>"
            + "|picture of an HTML|true",
        "<div style='background-image:url(scan.png);min-height:800px'></div>"
            + "|picture of an HTML|true",
        "<img src=scan.png height='100%' width='100%'>|picture of an HTML|true",
        "<iframe srcdoc='No effusion'></iframe>|frame of an HTML|true",
        "<style>.x::after{content:'No effusion'}</style><b class=x></b>"
            + "|text in a style sheet of an HTML|true"
      })
  void whatIsSeenAndCannotBeReadIsNamed(String part, String what, boolean costs) {
    Document document = read("<p>Large effusion.</p>" + part + "<p>Normal heart.</p>");
    assertEquals("Large effusion. Normal heart.", words(document));
    assertEquals(List.of(what), document.notRead().stream().map(NotAudited::what).toList());
    assertEquals(costs, document.notRead().get(0).reportText());
  }

  @Test
  void aLogoAboveTheTextCostsNothingAndAnInvisiblePictureIsNotNamed() {
    for (String logo : List.of("<img src=l.png>", "<img src=l.png width=900 height=200>")) {
      assertEquals(
          List.of(false),
          read(logo + "<p>Effusion.</p>").notRead().stream().map(NotAudited::reportText).toList());
    }
    assertTrue(read("<img src=l.png height=900><p>Effusion.</p>").notRead().get(0).reportText());
    assertEquals(List.of(), read("<p>Effusion.</p><img src=l.png style='display:none'>").notRead());
    assertEquals(
        List.of(), read("<p>Effusion.</p><input type=hidden value=x><input name=q>").notRead());
  }

  /** Classes differ by case, except where there is no document type. */
  @Test
  void aClassIsComparedAsBrowsersDo() {
    String html = "<style>.X{display:none}</style><p class=x>shown";
    assertEquals("shown", read("<!DOCTYPE html>" + html).text());
    assertTrue(
        documents.read(html.getBytes(StandardCharsets.UTF_8), "text/html") instanceof Unreadable);
  }

  private static UnreadableException refused(String html) {
    Deadline deadline = new Deadline(Duration.ofMinutes(1));
    return assertTimeoutPreemptively(
        Duration.ofSeconds(50),
        () -> assertThrows(UnreadableException.class, () -> HtmlText.read(html, deadline)));
  }

  @Test
  void moreRulesThanAnyReportHasAreRefused() {
    for (String rule : List.of("p.x{color:red}", "p{color:red}", "p ".repeat(99) + "{color:red}")) {
      String rules = rule.repeat(1 + 200_000 / rule.length());
      String html = "<style>" + rules + "</style>" + "<p>a".repeat(5_000);
      assertEquals(Reason.TOO_DEEP, refused(html).reason(), rule);
    }
  }

  /** Variables within values could make up any amount of text. */
  @Test
  void variablesDoNotGrowWithoutEnd() {
    String rules = ":root{--a:" + "b".repeat(900) + "}.x{color:" + "var(--a) ".repeat(100) + "}";
    assertNotRead(
        "<style>" + rules + "</style><p class=x>hidden</p>",
        "text of an HTML that may be invisible",
        true);
  }

  @Test
  void bracketsWithinBracketsDoNotUseUpTheStack() {
    for (String open : List.of("(", "[", "{", "a(", "')'(")) {
      assertNotRead(
          "<p style=\"width:calc(" + open.repeat(4_000) + "\">hidden</p>",
          "text of an HTML that may be invisible",
          true);
    }
    for (String open :
        List.of("@media print{", "@supports (a:b){", "p:not(", "p{width:calc((((", "x'{\n")) {
      assertEquals(
          Reason.TOO_DEEP,
          refused("<style>" + open.repeat(10_000) + "</style><p>a").reason(),
          open);
    }
    String number = "<style>p{width:" + "0".repeat(500_000) + "x}</style><p>a";
    assertEquals(Reason.TOO_DEEP, refused(number).reason());
  }

  /** Patterns that look at each character again for each character. */
  @Test
  void longValuesTakeNoLongerThanOthers() {
    String noughts = "0".repeat(1_000_000);
    String words = "a ".repeat(9_000);
    String many = "<p style='background:" + words + "'>hidden</p>";
    String title = "<p title='" + "a".repeat(200_000) + "'>Normal.</p>";
    for (String html :
        List.of(
            "<img width=" + noughts + "x><p>Normal.</p>",
            "<p bgcolor=" + noughts + "x>hidden</p><p>Normal.</p>",
            many.repeat(50) + "<p>Normal.</p>",
            "<style>i{background:"
                + words
                + "}</style>"
                + "<i>a".repeat(400)
                + "</i>".repeat(400)
                + "<p>Normal.</p>",
            "<style>b::before{content:" + "'".repeat(100_000) + "}</style><b></b><p>Normal.</p>",
            "<style>[title~=\"a*a*a*a*a*a*a*!\"]{display:none}</style>" + title)) {
      Document document = assertTimeoutPreemptively(Duration.ofSeconds(50), () -> read(html));
      assertEquals("Normal.", document.text());
    }
  }

  @Test
  void anHtmlIsReadInItsTimeOrNot() {
    Deadline over = new Deadline(Duration.ZERO);
    for (String html : List.of("<p>a", "<style>p{color:red}</style><p>a")) {
      assertEquals(
          Reason.TIME,
          assertThrows(UnreadableException.class, () -> HtmlText.read(html, over)).reason());
    }
  }
}
