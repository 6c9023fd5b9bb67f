package org.radiologytrust.ingest.hl7;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.Inbox.Quarantined;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.settings.Settings;

@Tag("safety")
class CharsetsTest {
  private static byte[] encoded(String msh18, String charset, String text) {
    String head = msh("2.5", "1") + "||||||" + msh18;
    String pid = "PID|1||4711||" + text + "^X";
    return message(head, pid, OBR, obx(1, "TX", "X", text)).getBytes(Charset.forName(charset));
  }

  @ParameterizedTest
  @CsvSource({
    "'', UTF-8, Zoë Ελισάβετ", "UNICODE UTF-8, UTF-8, Zoë Ελισάβετ", "'', windows-1252, Zoë – 3 µm",
    "8859/1, ISO-8859-1, Zoë ÄÖÜ", "8859/1, windows-1252, “quoted” – €",
        "8859/15, ISO-8859-15, Zoë €",
    "8859/7, ISO-8859-7, Ελισάβετ", "8859/5, ISO-8859-5, Привет", "ASCII, US-ASCII, plain",
    "ASCII, UTF-8, Zoë Ελισάβετ", "GB 18030-2000, GB18030, 胸部正常", "ISO IR87, ISO-2022-JP, 胸部",
    "KS X 1001, EUC-KR, 흉부", "BIG-5, Big5, 胸部", "unicode utf-8~8859/1, UTF-8, Zoë"
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

  @Test
  void anUnknownCharacterSetIsRefused() {
    byte[] message = encoded("EBCDIC", "UTF-8", "Zoe");
    Quarantined quarantined = (Quarantined) Hl7Samples.READER.disposition(message);
    assertTrue(quarantined.reason().startsWith("MSH-18 names an unknown character set"));
  }

  @Test
  void theDefaultIsConfigured() throws RefusedException {
    byte[] greek = "Ελισάβετ".getBytes(Charset.forName("ISO-8859-7"));
    assertEquals(
        "Ελισάβετ", new Charsets("8859/7", SiteFiles.shipped()).decode(greek, 0, "").text());
    assertEquals(
        "Ελισάβετ", new Charsets("ISO8859_7", SiteFiles.shipped()).decode(greek, 0, "").text());
    Settings.Wrong wrong =
        assertThrows(Settings.Wrong.class, () -> new Charsets("no such set", SiteFiles.shipped()));
    assertTrue(wrong.getMessage().startsWith("rtl.hl7.charset: "), wrong.getMessage());
  }

  @Test
  void everyByteIsSomeCharacter() throws RefusedException {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    Charsets.Decoded decoded =
        new Charsets("UNICODE UTF-8", SiteFiles.shipped()).decode(all, 0, "");
    assertEquals(StandardCharsets.ISO_8859_1, decoded.charset());
    assertArrayEquals(all, decoded.text().getBytes(decoded.charset()));
  }
}
