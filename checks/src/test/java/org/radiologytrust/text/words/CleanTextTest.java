package org.radiologytrust.text.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.Span;

@Tag("safety")
class CleanTextTest {
  /** What texts of the properties are made of: letters, marks, controls, oddities, references. */
  private static final String[] PIECES = {
    "a",
    "I",
    "l",
    "e",
    "left",
    " ",
    "\n",
    ".",
    "1",
    "&",
    "amp;",
    "nbsp;",
    "#x4",
    "35;",
    ";",
    "&lt;",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u034f",
    "\ufe0f",
    "\u0000",
    "\u0085",
    "\u0301",
    "\u0308",
    "\u0323",
    "\u0336",
    "\u20dd",
    "\u0435",
    "\u043e",
    "\u0451",
    "\u0450",
    "\u0406",
    "\u03b1",
    "\u03bf",
    "\u00b5",
    "\u03bc",
    "\u00fc",
    "\u00df",
    "\u00e9",
    "\u00bd",
    "\u00b2",
    "\u2082",
    "\ufb05",
    "\ufb01",
    "\uff4c",
    "\uff25",
    "\uff06",
    "\u2460",
    "\u2116",
    "\u2122",
    "\u00b4",
    "\u00a8",
    "\u1100",
    "\u1161",
    "\u11a8",
    "\uff76",
    "\uff9e",
    "\u0915",
    "\u093c",
    "\u0627",
    "\u0644",
    "\u2026",
    "\ufdfa",
    "\u212b",
    "\u2126",
    "\u1d49",
    "\u00aa",
    "\u2028",
    "\u3000",
    "\u2800",
    "\ud83d\ude00",
    "\ud835\udc25",
    "\ud800",
    "\udb40\udc41",
    "\u1ebf",
    "\u0337",
    "\u05d5",
    "\u0131",
    "\u01c5"
  };

  private static String clean(String text) {
    return CleanText.of(text).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "l\u200beft e\u00adffusion|left effusion",
        "\uff4c\uff45\uff46\uff54|left",
        "le\uFB05 \ufb01ssure|lest fissure",
        "l\u0435ft|left",
        "R\u0406GHT|RIGHT",
        "left&nbsp;effusion|left effusion",
        "left&#160;eff&shy;usion&#x200b;|left effusion",
        "left&amp;amp;nbsp;effusion|left effusion",
        "left&nb\u00adsp;effusion|left effusion",
        "left\u00a0effusion\u2009here|left effusion here",
        "l\u20d2e\u20d2ft|left",
        "le\u034f\ufe0fft|left",
        "l\u202ee\u202cft|left",
        "l\udb40\udc65eft|left",
        "\ud835\udc25\ud835\udc1e\ud835\udc1f\ud835\udc2d|left",
        "left\u2800effusion|left effusion",
        "&lt;5 mm &amp; more|<5 mm &amp; more"
      })
  void whatHidesAWordIsTakenAway(String text, String read) {
    assertEquals(read, clean(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10² and 1½ cm, 5 µm, H₂O, 3⁄4",
        "α, TNFα, α1-antitrypsin, µ, Müller, Fuß, Ménière, naïve",
        "СТ головы, Ελλάδα, 検査、CT検査",
        "№ 2, ①Left, 2ª, nº 3, ™",
        "Sjögren´s syndrome",
        "H&P; AT&T; R&D & more"
      })
  void whatIsWrittenThatWayForAReasonStays(String text) {
    assertEquals(text, clean(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "le\u0301ft|left",
        "l\u00e9ft|left",
        "l\u1d49ft|left",
        "l\u0451ft|left",
        "M\u00fcller|Muller",
        "pneumothor\u03b1x|pneumothorax",
        "n\u00ba 2, \u03b1 5 \u00b5m, Fu\u00df|n\u00ba 2, \u03b1 5 \u00b5m, Fu\u00df"
      })
  void wordsAreComparedWithoutAccents(String text, String compared) {
    CleanText clean = CleanText.of(text);
    assertEquals(compared, clean.folded());
    assertEquals(clean.text().length(), clean.folded().length());
  }

  @Test
  void placesLeadBackToTheOriginal() {
    String text = "\ud83d\ude00 A sm\u200ball e\ufb00\u00adusio\u0301n&nbsp;here";
    CleanText clean = CleanText.of(text);
    assertEquals("\ud83d\ude00 A small effusi\u00f3n here", clean.text());
    assertEquals("sm\u200ball", clean.span(4, 9).in(text));
    assertEquals("e\ufb00\u00adusio\u0301n", clean.span(10, 18).in(text));
    assertEquals("&nbsp;", clean.span(18, 19).in(text));
    assertEquals(19, clean.indexOf(new Span(22, 23).start() + 3));
  }

  @Test
  void oddCharactersAreToldOf() {
    assertTrue(CleanText.of("a\u202eb").bidiControls());
    assertFalse(CleanText.of("a\u200bb").bidiControls());
    assertEquals(3, CleanText.of("l\u0435ft, \u0435\u0435 and right \u0435ffusion").mixedWords());
    assertEquals(0, CleanText.of("5 \u03bcm, CT\u691c\u67fb, TNF\u03b1, \uff4ceft").mixedWords());
  }

  /** Together they have each letter of the alphabet. */
  private static final List<String> WORDS =
      List.of("left", "right", "effusion", "quiz", "jaw", "knee", "proxy", "mild", "cave", "bony");

  @Test
  void eachLookAlikeIsReadAndThatOfAnotherScriptIsNamed() {
    Confusables.all()
        .forEach(
            (other, ascii) -> {
              boolean capital = Character.isUpperCase(ascii);
              String letter = Character.toString(ascii);
              int tried = 0;
              for (String small : WORDS) {
                String word = capital ? small.toUpperCase(Locale.ROOT) : small;
                if (!word.contains(letter)) {
                  continue;
                }
                tried++;
                String disguised = word.replace(letter, Character.toString(other));
                CleanText clean = CleanText.of("Small " + disguised + " here.");
                String told = Integer.toHexString(other) + " in " + word;
                assertEquals("Small " + word + " here.", clean.folded(), told);
                boolean named =
                    !CharacterKinds.latin(other)
                        || String.valueOf(Character.getName(other)).contains("SMALL CAPITAL");
                assertEquals(named, clean.mixedWords() == 1, told);
              }
              assertTrue(tried > 0, letter);
            });
  }

  @Test
  void aLetterOfAnotherScriptInALatinWordIsAlwaysNamed() {
    for (int c = 0x370; c < 0x11000; c++) {
      UnicodeScript script = UnicodeScript.of(c);
      boolean alike =
          Set.of(
                  UnicodeScript.GREEK,
                  UnicodeScript.CYRILLIC,
                  UnicodeScript.ARMENIAN,
                  UnicodeScript.GEORGIAN,
                  UnicodeScript.CHEROKEE,
                  UnicodeScript.COPTIC,
                  UnicodeScript.LISU)
              .contains(script);
      if (alike && Character.isLetter(c)) {
        String word = "eff" + Character.toString(c) + "sion";
        assertEquals(1, CleanText.of(word).mixedWords(), Integer.toHexString(c));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The \u0455\u0441\u043e\u0440\u0435 is normal.|The scope is normal.|1",
        "There is \u039d\u043e effusion.|There is No effusion.|1",
        "\u1d1b\u029c\u1d07 \u029f\u1d07\u0493\u1d1b lung|\u1d1b\u029c\u1d07"
            + " \u029f\u1d07\u0493\u1d1b lung|0",
        "lef\u03c4 ri\u0262h\u0442 \u029feft|left right left|3",
        "\u02e1eft|\u02e1eft|1",
        "le\u2800ft|le ft|1",
        "le\u044eft|le\u044eft|1"
      })
  void disguisedWordsAreReadOrNamed(String text, String read, int named) {
    CleanText clean = CleanText.of(text);
    assertEquals(read, clean.text());
    assertEquals(named, clean.mixedWords());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TNF\u03b1, NF\u03baB, TGF\u03b21, \u03b2hCG, \u03b2-hCG, \u03b1-fetoprotein, IL-1\u03b2",
        "5 \u03bcm, 3 \u00b5Sv, 2 \u03bcmol, 4 k\u2126, 4 k\u03a9, \u0394t, \u212bngstr\u00f6m",
        "Yıld\u0131z, M\u00fcller, Fu\u00df, \u00c5se, Ng\u1ee9yen, Dvo\u0159\u00e1k",
        "1\u02e2\u1d57 and n\u1d57\u02b0, 2\u00aa",
        "\u0421\u0422 \u0433\u043e\u043b\u043e\u0432\u044b \u0431\u0435\u0437"
            + " \u0438\u0437\u043c\u0435\u043d\u0435\u043d\u0438\u0439 CT",
        "CT\u691c\u67fb, MRI\uac80\uc0ac",
        "Seen by \u0418\u0432\u0430\u043d\u043e\u0432 on Monday at the hospital."
      })
  void honestTextIsNotNamed(String text) {
    assertEquals(0, CleanText.of(text).mixedWords(), text);
  }

  @Test
  void printableAsciiStaysAsItIs() {
    Random random = new Random(5);
    for (int n = 0; n < 3_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        char c = (char) (' ' + random.nextInt(95));
        text.append(c == '&' ? '\n' : c);
      }
      CleanText clean = CleanText.of(text.toString());
      assertEquals(text.toString(), clean.text());
      assertEquals(text.toString(), clean.folded());
    }
  }

  @Test
  void cleaningACleanTextChangesNothingAndEveryPlaceLeadsBack() {
    Random random = new Random(6);
    for (int n = 0; n < 30_000; n++) {
      StringBuilder made = new StringBuilder();
      for (int i = 1 + random.nextInt(14); i > 0; i--) {
        made.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String text = made.toString();
      CleanText clean = CleanText.of(text);
      String told = text.codePoints().mapToObj(Integer::toHexString).toList().toString();
      assertEquals(clean.text(), clean(clean.text()), told);
      assertEquals(clean.length(), clean.text().codePointCount(0, clean.text().length()));
      assertEquals(clean.length(), clean.folded().codePointCount(0, clean.folded().length()));
      int length = text.codePointCount(0, text.length());
      int start = 0;
      for (int i = 0; i < clean.length(); i++) {
        Span span = clean.span(i, i + 1);
        assertTrue(start <= span.start() && span.end() <= length, told);
        assertTrue(clean.indexOf(span.start()) <= i, told);
        start = span.start();
        int c = clean.text().codePointAt(clean.text().offsetByCodePoints(0, i));
        assertFalse(CharacterKinds.invisible(c) && !CharacterKinds.blank(c), told);
      }
      for (int i = 0; i + 1 < clean.length(); i++) {
        assertTrue(clean.span(i, i + 2).contains(clean.span(i, i + 1)), told);
      }
    }
  }

  /** What no sender writes must not take long either. */
  @ParameterizedTest
  @ValueSource(
      strings = {"&amp;", "&", "e\u0301\u0323\u0336", "\u0301\u0316", "\ufdfa", "&#x&amp;"})
  void longTextsOfOneOddPieceAreReadInLinearTime(String piece) {
    String text = "left " + piece.repeat(200_000 / piece.length());
    assertTrue(clean(text).startsWith("left"));
  }
}
