package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.cli.Zips;
import org.radiologytrust.lab.phantom.Radiographs;

/** {@code rtl batch} of files that lie side by side, such as case01.txt and case01.png. */
@Tag("integration")
class BatchOfPairsTest {
  private static final String TEXT = "FINDINGS: No pneumothorax.";

  @TempDir Path folder;
  private Path cases;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    cases = Files.createDirectories(folder.resolve("cases"));
    out = folder.resolve("out");
  }

  private record Ran(int code, String out, String err) {}

  private Ran batch(Path from) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      int code =
          Rtl.run("batch", from.toString(), "--out", out.toString(), "-Drtl.model.wire=none");
      return new Ran(code, o.toString(StandardCharsets.UTF_8), e.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  private void put(String name, byte[] bytes) throws IOException {
    Files.write(cases.resolve(name), bytes);
  }

  private void put(String name, String text) throws IOException {
    put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] png() {
    return Radiographs.png(1, List.of(), 48, 48);
  }

  private JsonNode rows() throws IOException {
    return new ObjectMapper().readTree(out.resolve("summary.json").toFile()).path("cases");
  }

  private String outcome(String id) throws IOException {
    return row(id).path("outcome").asText();
  }

  private String reason(String id) throws IOException {
    return row(id).path("reason").asText();
  }

  private JsonNode row(String id) throws IOException {
    for (JsonNode row : rows()) {
      if (row.path("case").asText().equals(id)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + id + " in " + rows());
  }

  @Test
  void aReportAndTheImageOfItsNameAreACase() throws Exception {
    put("case01.txt", TEXT);
    put("case01.png", png());
    put("CASE02.TXT", TEXT + " Second.");
    put("CASE02.JPEG", jpeg());
    put(".DS_Store", "left there by a Mac");
    put("._case01.png", new byte[] {0, 5, 22, 7});
    put("Thumbs.db", "left there by Windows");
    Files.createDirectories(cases.resolve("__MACOSX"));
    Ran ran = batch(cases);
    assertEquals(0, ran.code, ran.out + ran.err);
    assertEquals(2, rows().size(), rows().toString());
    for (String id : List.of("case01", "CASE02")) {
      assertEquals("checked_only", outcome(id));
      assertTrue(reason(id).contains("1 of 1 images could be read"), reason(id));
      assertTrue(Files.exists(out.resolve(id).resolve("audit.html")));
    }
    assertTrue(batch(cases).out.contains("0 of them now"), "what was audited stays");
  }

  private static byte[] jpeg() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(
        javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png())), "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  @Test
  void whatIsNoPairIsNamed() throws Exception {
    put("text.txt", TEXT);
    put("image.png", png());
    put("empty.txt", " \n\t\r\n");
    put("nothing.txt", "");
    put("both.txt", TEXT);
    put("both.hl7", TEXT);
    put("two.txt", TEXT + " Two.");
    put("two.png", png());
    put("two.jpg", jpeg());
    put("scan.tif", "II*");
    put("broken.txt", TEXT + " Broken.");
    put("broken.png", "no image");
    Files.createDirectories(cases.resolve("text"));
    Files.writeString(Files.createDirectories(cases.resolve("nested")).resolve("a.txt"), TEXT);
    Ran ran = batch(cases);
    assertEquals(1, ran.code, ran.out + ran.err);
    assertEquals("checked_only", outcome("text"));
    assertTrue(
        reason("text").contains("There is no image of this name: only the text was audited."),
        reason("text"));
    Map<String, String> refused =
        Map.of(
            "image", "image.png has no report beside it: image.txt, .hl7, .json or .xml is missing",
            "empty", "empty.txt: the file has no text",
            "nothing", "nothing.txt: the file has no text",
            "both", "has several reports: both.hl7, both.txt: keep one, or give each case a folder",
            "two", "has several images: two.jpg, two.png: keep one, or give each case a folder",
            "scan.tif", "is neither a report (.txt, .hl7, .json, .xml) nor an image (.png, .jpg",
            "broken", "broken.png is not DICOM, PNG or JPEG",
            "nested", "is a folder among pairs of files: put its files beside the others",
            "text (not of the case)", "is a folder among pairs of files");
    for (Map.Entry<String, String> one : refused.entrySet()) {
      assertEquals("refused", outcome(one.getKey()), one.getKey());
      assertTrue(reason(one.getKey()).startsWith(one.getValue()), reason(one.getKey()));
      assertTrue(ran.out.contains(one.getKey() + ": refused: "), ran.out);
    }
    assertEquals(refused.size() + 1, rows().size(), rows().toString());
  }

  @Test
  void namesThatDifferOnlyInCaseAreRefused() throws Exception {
    put("Case01.txt", TEXT);
    put("case01.txt", TEXT + " Other.");
    put("case01.png", png());
    put("Case02.txt", TEXT);
    put("case02.png", png());
    put("case02.PNG", png());
    Ran ran = batch(cases);
    assertEquals(1, ran.code, ran.out);
    assertEquals(2, rows().size(), rows().toString());
    assertTrue(
        reason("Case01")
            .startsWith("has several reports: Case01.txt, case01.txt: their names differ only in"),
        reason("Case01"));
    assertTrue(
        reason("Case02").startsWith("has several images: case02.PNG, case02.png: keep one"),
        reason("Case02"));
  }

  /** The accents of a name are one character on Windows, and two on a Mac. */
  @Test
  void accentsAreTheSameHoweverTheyAreEncoded() throws Exception {
    String name = "M\u00fcller";
    put(Normalizer.normalize(name, Normalizer.Form.NFD) + ".txt", TEXT);
    put(name + ".png", png());
    assertEquals(0, batch(cases).code);
    assertTrue(reason(name).contains("1 of 1 images could be read"), reason(name));
  }

  @Test
  void textThatIsNotUtf8IsReadAndSaid() throws Exception {
    put(
        "old.txt",
        "FINDINGS: No effusion \u2013 37.5\u00b0.".getBytes(Charset.forName("windows-1252")));
    put("sixteen.txt", ("\ufeff" + TEXT).getBytes(StandardCharsets.UTF_16LE));
    put("bytes.txt", new byte[] {'F', 0, 1, 2, (byte) 0x81});
    assertEquals(1, batch(cases).code);
    assertTrue(
        reason("old").endsWith("The text is not UTF-8: it was read as Windows-1252."),
        reason("old"));
    assertEquals("checked_only", outcome("sixteen"));
    assertFalse(reason("sixteen").contains("1252"), reason("sixteen"));
    assertTrue(reason("bytes").startsWith("bytes.txt: the file is no report"), reason("bytes"));
  }

  @Test
  void pairsDoNotLieAmongCaseFolders() throws Exception {
    Files.writeString(
        Files.createDirectories(cases.resolve("one")).resolve("report.txt"), TEXT + " One.");
    put("README.txt", "About these cases.");
    assertEquals(0, batch(cases).code, "as before, a file beside case folders is none");
    assertEquals(1, rows().size());
    put("case01.txt", TEXT);
    put("case01.png", png());
    Ran ran = batch(cases);
    assertEquals(1, ran.code);
    assertTrue(ran.err.contains("has both case folders and pairs of files"), ran.err);
  }

  @Test
  void zipOfPairsIsAuditedLikeItsFolder() throws Exception {
    Map<String, byte[]> entries = new HashMap<>();
    entries.put("set/case01.txt", TEXT.getBytes(StandardCharsets.UTF_8));
    entries.put("set/case01.png", png());
    entries.put("set/.DS_Store", new byte[] {1});
    entries.put("__MACOSX/set/._case01.txt", new byte[] {1});
    entries.put("set/deep/case02.txt", TEXT.getBytes(StandardCharsets.UTF_8));
    Ran ran = batch(Zips.of(folder.resolve("set.zip"), entries));
    assertEquals(1, ran.code, ran.err);
    assertTrue(reason("case01").contains("1 of 1 images could be read"), reason("case01"));
    assertTrue(reason("deep").startsWith("is a folder among pairs of files"), reason("deep"));
    assertEquals(2, rows().size(), rows().toString());
    assertFalse(Files.exists(out.resolve(".work")), "what was unpacked is gone");
  }

  @Test
  @Tag("safety")
  void aHarmfulZipOfPairsIsRefused() throws Exception {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    Path slip = Zips.of(folder.resolve("slip.zip"), Map.of("../case01.txt", text));
    assertTrue(batch(slip).err.contains("would write outside its folder (entry 1)"));
    Path bomb =
        Zips.of(
            folder.resolve("bomb.zip"),
            Map.of("case01.txt", text, "case01.png", new byte[70 << 20]));
    assertTrue(batch(bomb).err.contains("unpacks to too many bytes for its size"));
    assertFalse(Files.exists(folder.resolve("case01.txt")));
    assertFalse(Files.exists(out.resolve(".work")), "what was unpacked is gone");
  }

  /** As programs wrote them that know no UTF-8. */
  @Test
  void aZipWithNamesThatAreNotUtf8SaysSo() throws Exception {
    Path zip = Zips.of(folder.resolve("old.zip"), Map.of("case@1.txt", new byte[] {65}));
    byte[] bytes = Files.readAllBytes(zip);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '@') {
        bytes[i] = (byte) 0x81; // the letter \u00fc in code page 437
      }
    }
    ByteBuffer flags = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int central = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    flags.putShort(6, (short) (flags.getShort(6) & ~0x800));
    flags.putShort(central + 8, (short) (flags.getShort(central + 8) & ~0x800));
    Files.write(zip, bytes);
    assertTrue(batch(zip).err.contains("has file names that are not UTF-8: rename the files"));
  }
}
