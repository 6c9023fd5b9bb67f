package org.radiologytrust.ingest.hl7.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;
import static org.radiologytrust.ingest.hl7.Hl7Samples.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.Report;

@Tag("safety")
class CharsetsTest {
  private static byte[] encoded(String msh18, String charset, String text) {
    String head = msh("2.5", "1") + "||||||" + msh18;
    String pid = "PID|1||4711||" + text + "^X";
    return message(head, pid, OBR, obx(1, "TX", "X", text)).getBytes(Charset.forName(charset));
  }

  @ParameterizedTest
  @CsvSource({
    "'', UTF-8, Zoë Ελισάβετ",
    "UNICODE UTF-8, UTF-8, Zoë Ελισάβετ",
    "'', windows-1252, Zoë – 3 µm",
    "8859/1, ISO-8859-1, Zoë ÄÖÜ",
    "8859/1, windows-1252, “quoted” – €",
    "8859/15, ISO-8859-15, Zoë €",
    "8859/7, ISO-8859-7, Ελισάβετ",
    "8859/5, ISO-8859-5, Привет",
    "ASCII, US-ASCII, plain",
    "ASCII, UTF-8, Zoë Ελισάβετ",
    "GB 18030-2000, GB18030, 胸部正常",
    "ISO IR87, ISO-2022-JP, 胸部",
    "WINDOWS-1250, windows-1250, Žluťoučký kůň",
    "ISO IR101, ISO-8859-2, Žluťoučký kůň",
    "WINDOWS-1256, windows-1256, سليم",
    "8859/8, ISO-8859-8, שלום",
    "8859/9, ISO-8859-9, ığ",
    "WINDOWS-1253, windows-1253, Ελισάβετ",
    "SJIS, windows-31j, 胸部",
    "EUC-JP, EUC-JP, 胸部",
    "~ISO IR87, ISO-2022-JP, 胸部 a",
    "KS X 1001, EUC-KR, 흉부",
    "BIG-5, Big5, 胸部",
    "unicode utf-8~8859/1, UTF-8, Zoë",
    "UNICODE UTF-8^, UTF-8, Zoë",
    "UTF_8, UTF-8, Zoë",
    "ISO 8859/1, ISO-8859-1, Zoë",
    "iso_8859-15, ISO-8859-15, Zoë €",
    "Latin1, ISO-8859-1, Zoë",
    "DE, UTF-8, Zoë",
    "USA, windows-1252, Zoë – 3 µm",
    "DEU, UTF-8, Zoë Ελισάβετ"
  })
  void roundTrip(String msh18, String charset, String text) {
    Report report = report(encoded(msh18, charset, text));
    assertEquals(text, report.text());
    assertEquals(text, report.patient().familyName());
  }

  @Test
  void byteOrderMarkAndNulAndWhiteSpaceBeforeTheMessage() {
    byte[] message = encoded("UNICODE UTF-8", "UTF-8", "Zoë\0");
    for (byte[] before :
        new byte[][] {{(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, {0}, {'\r', '\n', ' '}}) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(before);
      all.writeBytes(message);
      assertEquals("Zoë", report(all.toByteArray()).text());
    }
  }

  @Test
  void bytesThatAreNotWhatMsh18SaysAreRefused() {
    byte[] message = encoded("UNICODE UTF-8", "ISO-8859-1", "Zoë");
    Quarantined quarantined = (Quarantined) Hl7Samples.READER.disposition(message);
    assertTrue(quarantined.reason().contains("MSH-18"));
  }

  @ParameterizedTest
  @CsvSource({
    "8859/1, Zoë",
    "8859/1, Größe ≥ 5 µm – „normal“",
    "8859/15, Zoë",
    "WINDOWS-1252, Ελισάβετ",
    "8859/5, Привет",
    "ASCII, Zoë"
  })
  void bytesOfUtf8AreReadAsWhatTheyAre(String msh18, String text) {
    assertEquals(text, report(encoded(msh18, "UTF-8", text)).text());
  }

  /** A capital letter before a quote or dash passes for UTF-8, if nothing else is beyond ASCII. */
  @ParameterizedTest
  @CsvSource({"8859/1, CAFÉ–BAR", "8859/1, LES ALLIÉ”", "8859/1, Ã¤ und ö", "8859/5, аА и я"})
  void textOfSingleBytesStaysText(String msh18, String text) {
    String charset = msh18.equals("8859/5") ? "ISO-8859-5" : "windows-1252";
    assertEquals(text, report(encoded(msh18, charset, text)).text());
  }

  @Test
  void anUnknownCharacterSetIsRefused() {
    byte[] message = encoded("EBCDIC", "UTF-8", "Zoe");
    Quarantined quarantined = (Quarantined) Hl7Samples.READER.disposition(message);
    assertTrue(quarantined.reason().startsWith("MSH-18 names an unknown character set"));
  }

  private static Charsets.Decoded decoded(byte[] bytes, String unnamed, String... msh18)
      throws RefusedException {
    Charsets charsets = new Charsets(SiteFiles.shipped());
    return charsets.decode(bytes, 0, List.of(msh18), charsets.unnamed(unnamed));
  }

  @Test
  void theDefaultIsConfigured() throws RefusedException {
    byte[] greek = "Ελισάβετ".getBytes(Charset.forName("ISO-8859-7"));
    assertEquals("Ελισάβετ", decoded(greek, "8859/7").text());
    assertEquals("Ελισάβετ", decoded(greek, "ISO8859_7").text());
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> decoded(greek, "no such set"));
    assertTrue(wrong.getMessage().startsWith("no such set is not a"), wrong.getMessage());
  }

  @Test
  void everyByteIsSomeCharacter() throws RefusedException {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    Charsets.Decoded decoded = decoded(all, "UNICODE UTF-8");
    assertEquals(StandardCharsets.ISO_8859_1, decoded.charset());
    assertArrayEquals(all, decoded.text().getBytes(decoded.charset()));
  }

  @ParameterizedTest
  @CsvSource({"UTF-16BE, true", "UTF-16BE, false", "UTF-16LE, true", "UTF-16LE, false"})
  void aMessageInUtf16(String charset, boolean mark) {
    byte[] message = encoded("UNICODE UTF-16", charset, "Zoë 胸部 “normal” 😀");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(mark ? "\ufeff".getBytes(Charset.forName(charset)) : new byte[0]);
    all.writeBytes(message);
    assertEquals("Zoë 胸部 “normal” 😀", report(all.toByteArray()).text());
  }

  /** Bytes of ISO 2022 pass for ASCII, so MSH-18 must not be read in its first repetition only. */
  @Test
  void iso2022IsReadWhereTheMessageHasItsEscapes() throws RefusedException {
    byte[] kanji = "a 胸部 b".getBytes(Charset.forName("ISO-2022-JP"));
    assertEquals("a 胸部 b", decoded(kanji, "UTF-8", "", "ISO IR87").text());
    assertEquals("a 胸部 b", decoded(kanji, "ISO IR87").text());
    byte[] korean = "MSH\033$)C|\016Hd\017 b".getBytes(StandardCharsets.US_ASCII);
    assertEquals("MSH|흉 b", decoded(korean, "UTF-8", "KS X 1001").text());
    assertEquals("plain", decoded("plain".getBytes(), "UTF-8", "", "ISO IR87").text());
    byte[] both = "\u00e4 \033$B6;".getBytes(StandardCharsets.ISO_8859_1);
    assertThrows(RefusedException.class, () -> decoded(both, "UTF-8", "8859/1", "ISO IR87"));
  }
}
