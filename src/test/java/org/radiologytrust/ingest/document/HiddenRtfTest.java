package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;

/** What an RTF shows is read or named; what it does not show is not read. */
@Tag("safety")
class HiddenRtfTest {
  private static final String COLORS =
      "{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue128;\\red250\\green250\\blue250;"
          + "\\red20\\green20\\blue20;}";
  private static final String STYLES =
      "{\\stylesheet{\\s1\\v Hidden;}{\\*\\cs2\\additive\\fs2 Tiny;}{\\s3\\sbasedon1 Child;}"
          + "{\\s4\\b Heading;}{\\*\\cs5\\additive\\cf1 White;}}";

  private final Documents documents = TestDocuments.reader();

  private Document read(String body) {
    String rtf = "{\\rtf1\\ansi" + COLORS + STYLES + body + "}";
    Reading reading = documents.read(rtf.getBytes(StandardCharsets.US_ASCII), "application/rtf");
    assertTrue(reading instanceof Document, () -> body + ": " + reading);
    return (Document) reading;
  }

  private static String words(Document document) {
    return document.text().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\\v hidden}",
        "{\\fs1 hidden}",
        "{\\fs5 hidden}",
        "{\\charscalex1 hidden}",
        "{\\cf1 hidden}",
        "{\\cf3 hidden}",
        "{\\cf2\\highlight2 hidden}",
        "{\\cf1\\chcbpat3 hidden}",
        "{\\cf2\\chshdng10000\\chcfpat2 hidden}",
        "\\par\\pard\\sl-20\\slmult0 hidden\\par\\pard ",
        "\\par\\trowd\\clcbpat3\\cellx1 \\pard\\intbl\\cf1 hidden\\cell\\row\\pard\\cf0 "
      })
  void textThatNobodySeesIsNotRead(String hidden) {
    Document document = read("Large effusion. " + hidden + " Normal heart.\\par");
    assertEquals("Large effusion. Normal heart.", words(document));
    assertEquals(
        List.of(NotAudited.other("invisible text of an RTF", 6, NotAudited.Unit.CHARACTERS)),
        document.notRead());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\\strike struck}|struck-out text of an RTF",
        "{\\striked1 struck}|struck-out text of an RTF",
        "{\\deleted struck}|deleted text of an RTF"
      })
  void struckOutAndDeletedTextIsNotSaid(String struck, String what) {
    Document document = read("Large effusion. " + struck + " Normal heart.\\par");
    assertEquals("Large effusion. Normal heart.", words(document));
    assertEquals(
        List.of(NotAudited.other(what, 6, NotAudited.Unit.CHARACTERS)), document.notRead());
  }

  /** Some programs apply styles by themselves. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\\cs2 hidden}",
        "{\\s1 hidden}",
        "{\\s3 hidden}",
        "{\\cs5 hidden}",
        "{\\highlight4\\cf0\\highlight4 hidden}",
        "\\par\\pard\\intbl\\cf1 hidden\\cell\\row\\pard\\cf0 ",
        "{\\*\\background{\\shp{\\*\\shpinst{\\sp{\\sn fillColor}{\\sv 8388608}}}}}{\\cf1 hidden}"
      })
  void textThatMayBeInvisibleIsNotReadAndCostsTheScore(String hidden) {
    Document document = read("Large effusion. " + hidden + " Normal heart.\\par");
    assertEquals("Large effusion. Normal heart.", words(document));
    assertEquals(
        List.of(
            new NotAudited(
                "text of an RTF that may be invisible", 6, NotAudited.Unit.CHARACTERS, true)),
        document.notRead());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\\cf1\\highlight2 shown}",
        "{\\cf1\\chcbpat2 shown}",
        "{\\pard\\cbpat2\\cf1 shown\\par}",
        "\\par\\trowd\\clcbpat2\\cellx1\\clcbpat3\\cellx2 \\pard\\intbl\\cf1 shown\\cell"
            + "\\cf0\\cell\\row\\pard ",
        "{\\fs12 shown}",
        "{\\v0 shown}",
        "{\\s4\\b shown}",
        "{\\revised shown}",
        "{\\webhidden shown}",
        "{\\cf4 shown}",
        "{\\up6\\charscalex0 shown}",
        "{\\v{\\plain shown}}"
      })
  void textThatEverybodySeesIsRead(String shown) {
    Document document = read("Large effusion. " + shown + " Normal heart.\\par");
    assertEquals("Large effusion. shown Normal heart.", words(document));
    assertEquals(List.of(), document.notRead());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\\shp{\\*\\shpinst\\shpright3000\\shpbottom500{\\shptxt \\pard\\plain In a box.\\par}}"
            + "{\\shprslt{\\*\\do\\dptxbx{\\dptxbxtext\\pard In a box.\\par}}}}",
        "{\\shpgrp{\\*\\shpinst{\\shp{\\*\\shpinst{\\shptxt In a box.\\par}}}{\\shp{\\*\\shpinst}}}"
            + "{\\shprslt{\\*\\do{\\dptxbxtext In a box.\\par}}}}",
        "{\\*\\do\\dptxbx{\\dptxbxtext In a box.\\par}}",
        "{\\shp{\\*\\shpinst}{\\shprslt In a box.}}",
        "{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv In a box.}}}}",
        "{\\shp{\\*\\shpinst{\\sp{\\sn fillColor}{\\sv 8388608}}{\\shptxt\\cf1 In a box.}}}",
        "{\\footnote In a box.}"
      })
  void boxesAreReadOnceAndDoNotCutTheSentence(String box) {
    Document document = read("No large " + box + "effusion.\\par Normal heart.\\par");
    assertEquals(
        List.of("No large effusion.", "In a box.", "Normal heart."),
        document.lines().stream().map(Document.Line::text).filter(l -> !l.isEmpty()).toList());
    assertEquals(List.of(), document.notRead());
  }

  @Test
  void formulasAreReadAndUnknownGroupsAreNot() {
    Document document =
        read(
            "Ratio {\\mmath{\\*\\moMath{\\mf{\\mnum{\\mr a }}{\\mden{\\mr b}}}}} is"
                + " low.{\\*\\unknown No effusion.}{\\info{\\title No effusion.}}"
                + "{\\*\\xmlnstbl No}\\par");
    assertEquals("Ratio a b is low.", words(document));
    assertEquals(List.of(), document.notRead());
  }

  private static String picture(int width, int height) {
    return "{\\pict\\pngblip\\picwgoal" + width + "\\pichgoal" + height + " 89504e47}";
  }

  private void assertPicture(boolean costs, String body) {
    Document document = read(body);
    assertEquals(
        List.of(new NotAudited("picture of an RTF", 4, NotAudited.Unit.BYTES, costs)),
        document.notRead(),
        body);
  }

  @Test
  void picturesAreNamedAndCostTheScoreWhereWordsMayBeInThem() {
    String large = picture(9000, 9000);
    assertPicture(true, "Effusion.\\par " + large);
    assertPicture(true, large + "Effusion.\\par");
    assertPicture(true, "Effusion.\\par{\\pict\\pngblip\\picw600\\pich600 89504e47}");
    assertPicture(true, "Effusion.\\par{\\pict\\pngblip 89504e47}");
    assertPicture(true, "Effusion.{\\*\\shppict" + large + "}{\\nonshppict" + large + "}\\par");
    assertPicture(
        true,
        "Effusion.{\\shp{\\*\\shpinst\\shpright9000\\shpbottom5000{\\sp{\\sn pib}{\\sv"
            + picture(100, 100)
            + "}}}{\\shprslt{\\pict 0102}}}\\par");
    assertPicture(true, "Effusion.{\\pict\\picwgoal9000\\pichgoal9000\\bin4 {}{}}\\par");
  }

  @Test
  void logosAndSignaturesCostNothing() {
    assertPicture(false, picture(9000, 2000) + "\\par Effusion.\\par");
    assertPicture(false, "{\\header" + picture(9000, 12000) + "}Effusion.\\par");
    assertPicture(false, "Effusion.\\par{\\footer" + picture(9000, 900) + "\\par}");
    assertPicture(false, "Effusion.\\par " + picture(3000, 900) + "\\par");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\\object\\objemb{\\*\\objclass Excel}{\\*\\objdata 01020304}{\\result}}"
            + "|object of an RTF|4|true",
        "{\\object\\objemb{\\*\\objdata 01020304}{\\result Heart normal.}}|object of an RTF|4|false",
        "{\\header{\\object{\\*\\objdata 01020304}}}|object of an RTF|4|false",
        "{\\*\\annotation\\pard See prior.}|comment of an RTF|9|true",
        "{\\field{\\*\\fldinst FORMDROPDOWN {\\*\\formfield{\\ffres1{\\*\\ffl left}}}}{\\fldrslt}}"
            + "|form field of an RTF|1|true",
        "{\\field{\\*\\fldinst{ MACROBUTTON  NoMacro [left]}}}"
            + "|field without result of an RTF|1|true",
        "{\\shp{\\*\\shpinst{\\sp{\\sn pVerticies}{\\sv 8;4;(0,0)}}}}|drawing of an RTF|9|true"
      })
  void otherPartsThatHoldWordsAreNamed(String part, String what, int size, boolean costs) {
    Document document = read("Effusion." + part + "\\par");
    assertTrue(words(document).startsWith("Effusion."), document.text());
    assertEquals(what, document.notRead().get(0).what());
    assertEquals(size, document.notRead().get(0).size());
    assertEquals(costs, document.notRead().get(0).reportText());
  }

  @Test
  void fieldsWithAResultAreRead() {
    Document document =
        read(
            "Seen by {\\field{\\*\\fldinst{ HYPERLINK \"x\" }}{\\fldrslt{Dr. X}}}, page"
                + " {\\field{\\*\\fldinst PAGE}{\\fldrslt}}"
                + "{\\field{\\*\\fldinst{ FORMTEXT {\\*\\formfield{\\*\\ffname T}}}}{\\fldrslt  }}"
                + "{\\field{\\*\\fldinst MERGEFIELD side}{\\fldrslt left}}.\\par");
    assertEquals("Seen by Dr. X, page left.", words(document));
    assertEquals(List.of(), document.notRead());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\\rtf1 Effusion.}} Normal heart.}|Effusion. Normal heart.",
        "{\\rtf1 Effusion.} Normal heart.|Effusion. Normal heart.",
        "{\\rtf1 Effusion.}}}|Effusion.",
        "{\\rtf1 {\\b Effusion.}}\\par}{\\b Normal heart.}}|Effusion. Normal heart.",
        "{\\rtf1 Effusion.}{\\rtf1 Normal heart.}|Effusion. Normal heart.",
        "{\\rtf1 a \\{ b \\} c {\\pict\\picwgoal1\\pichgoal1\\bin2 }}} d}|a { b } c d"
      })
  void whatFollowsAStrayBraceIsRead(String rtf, String text) {
    Reading reading = documents.read(rtf.getBytes(StandardCharsets.US_ASCII), "");
    assertTrue(reading instanceof Document, () -> rtf + ": " + reading);
    assertEquals(text, words((Document) reading));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\\rtf1 Effusion. {\\b Normal", "{\\rtf1 Effusion."})
  void anRtfThatWasCutIsStillRefused(String rtf) {
    assertEquals(
        new Unreadable(Format.RTF, Unreadable.Reason.BROKEN),
        documents.read(rtf.getBytes(StandardCharsets.US_ASCII), ""));
  }
}
