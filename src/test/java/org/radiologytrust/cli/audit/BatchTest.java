package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.DemoCase;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.cli.Zips;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.lab.phantom.Radiographs;
import org.radiologytrust.launch.SiteStrengths;

/** {@code rtl batch} as a user runs it. */
@Tag("integration")
class BatchTest {
  private static final String WRONG_SIDE =
      "FINDINGS: Small left pleural effusion. No pneumothorax.\n"
          + "IMPRESSION: Small right pleural effusion.";

  @TempDir Path folder;
  private Path cases;
  private Path out;

  @BeforeEach
  void folders() {
    cases = folder.resolve("cases");
    out = folder.resolve("out");
  }

  private record Ran(int code, String out, String err) {}

  private Ran batch(Path from, String... more) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      String[] args = {"batch", from.toString(), "--out", out.toString(), "-Drtl.model.wire=none"};
      int code = Rtl.run(Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
      return new Ran(code, o.toString(StandardCharsets.UTF_8), e.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  private void report(String id, String text) throws IOException {
    Files.writeString(Files.createDirectories(cases.resolve(id)).resolve("report.txt"), text);
  }

  private void image(String id, int seed) throws IOException {
    Path images = Files.createDirectories(cases.resolve(id).resolve("images"));
    Files.write(images.resolve("1.png"), Radiographs.png(seed, List.of(), 96, 96));
    Files.writeString(images.resolve(".DS_Store"), "left there by a Mac");
  }

  private JsonNode row(String id) throws IOException {
    for (JsonNode row :
        new ObjectMapper().readTree(out.resolve("summary.json").toFile()).path("cases")) {
      if (row.path("case").asText().equals(id)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + id);
  }

  @Test
  void aCaseWithImagesIsRefusedWhereTheyAreNeverUsed() throws Exception {
    report("with", "FINDINGS: No pneumothorax.");
    Path images = Files.createDirectories(cases.resolve("with").resolve("images"));
    Files.writeString(images.resolve("1.png"), "no image: whoever opened it would say so");
    report("without", "FINDINGS: No pneumothorax.");
    Ran ran = batch(cases, "-Drtl.images.use=never");
    assertEquals(1, ran.code, ran.out);
    assertTrue(row("with").path("reason").asText().contains("text only"), ran.out);
    assertEquals("checked_only", row("without").path("outcome").asText(), ran.out);
  }

  @Test
  void everyCaseIsAuditedOnce() throws Exception {
    report("wrong side", WRONG_SIDE);
    Files.writeString(cases.resolve("wrong side/truth.json"), "not even JSON");
    report("fine", "FINDINGS: No pneumothorax.");
    image("fine", 1);
    Ran first = batch(cases);
    assertEquals(0, first.code, first.err);
    assertTrue(
        first.out.contains("2 cases: 0 audited (0 with a score), 2 checked only, 0 not"),
        first.out);
    assertTrue(first.err.contains("[........................] 0 of 2"), first.err);
    assertTrue(first.err.contains("[########################] 2 of 2, "), first.err);
    assertEquals(1, row("wrong side").path("needs_review").asInt());
    assertEquals(2, row("wrong side").path("not_assessed").asInt());
    assertTrue(row("fine").path("reason").asText().contains("1 of 1 images could be read"));
    Bundle bundle =
        ca.uhn.fhir.context.FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(
                Bundle.class, Files.readString(out.resolve("wrong side").resolve("audit.json")));
    assertEquals(
        4,
        bundle.getEntry().stream().filter(e -> e.getResource() instanceof Observation).count(),
        "three claims and the summary");

    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Path one = out.resolve("fine/audit.json");
    Path other = out.resolve("wrong side/audit.json");
    Files.setLastModifiedTime(one, longAgo);
    Files.setLastModifiedTime(other, longAgo);
    String summary = Files.readString(out.resolve("summary.json"));
    Ran second = batch(cases);
    assertEquals(0, second.code, second.err);
    assertTrue(second.out.contains("0 of them now"), second.out);
    assertEquals(longAgo, Files.getLastModifiedTime(one));
    assertEquals(longAgo, Files.getLastModifiedTime(other));
    assertEquals(summary, Files.readString(out.resolve("summary.json")));

    image("fine", 2);
    Ran third = batch(cases);
    assertTrue(third.out.contains("1 of them now"), third.out);
    assertFalse(longAgo.equals(Files.getLastModifiedTime(one)), "its image is another one");
    assertEquals(longAgo, Files.getLastModifiedTime(other));
    assertFalse(Files.exists(out.resolve(".work")));
  }

  @Test
  void theHeaviestFlagIsFirstAndEachCaseHasOneLineOfReasons() throws Exception {
    report("a fine", "FINDINGS: No pneumothorax.");
    report("b rest", "FINDINGS: Definitely a tumor.");
    report("c side", WRONG_SIDE);
    report(
        "d critical", "FINDINGS: Large tension pneumothorax.\nIMPRESSION: Tension pneumothorax.");
    report("e both", WRONG_SIDE + " Definitely a tumor.");
    assertEquals(0, batch(cases, "-Drtl.files=" + SiteStrengths.FOLDER).code);
    List<String> order = new ArrayList<>();
    new ObjectMapper()
        .readTree(out.resolve("summary.json").toFile())
        .path("cases")
        .forEach(row -> order.add(row.path("case").asText()));
    assertEquals(List.of("d critical", "c side", "e both", "b rest", "a fine"), order);
    assertEquals("critical", row("d critical").path("weight").asText());
    assertEquals("side", row("c side").path("weight").asText());
    assertEquals("Side: impression, findings", row("c side").path("flags").asText());
    assertEquals("Side: impression, findings; and 1 more", row("e both").path("flags").asText());
    assertEquals("", row("a fine").path("weight").asText() + row("a fine").path("flags").asText());
    String text = Files.readString(out.resolve("summary.txt"));
    assertTrue(text.lines().anyMatch(l -> l.matches("c side +checked only +side +Side: .*")), text);
  }

  @Test
  void sameReportWithOtherImagesIsAnotherCase() throws Exception {
    report("a", WRONG_SIDE);
    report("b", WRONG_SIDE);
    image("b", 1);
    report("c", WRONG_SIDE);
    Ran ran = batch(cases);
    assertEquals(0, ran.code, ran.err);
    for (String id : List.of("a", "b", "c")) {
      assertEquals(1, row(id).path("needs_review").asInt(), id);
    }
    assertTrue(row("b").path("reason").asText().contains("1 of 1 images"));
    assertFalse(row("a").path("reason").asText().contains("1 of 1 images"));
  }

  /** Two cases side by side, with other pixels under the same UIDs. */
  @Test
  @Tag("peers")
  void dicomIsReadForEachCase() throws Exception {
    for (int i = 1; i <= 2; i++) {
      report("c" + i, "FINDINGS: No pneumothorax in case " + i + ".");
      Files.write(
          Files.createDirectories(cases.resolve("c" + i + "/images")).resolve("1.dcm"),
          DicomWriter.write(
              PhantomStudy.chest(DemoCase.FLAGGED.accession()), Phantom.pixels(i, List.of())));
    }
    Ran ran = batch(cases);
    assertEquals(0, ran.code, ran.out + ran.err);
    assertTrue(row("c1").path("reason").asText().contains("1 of 1 images could be read"));
    assertTrue(row("c2").path("reason").asText().contains("1 of 1 images could be read"));
  }

  @Test
  void brokenCasesAreListedAndStopNothing() throws Exception {
    report("good", "FINDINGS: No pneumothorax.");
    Files.createDirectories(cases.resolve("empty"));
    Files.writeString(
        Files.createDirectories(cases.resolve("order")).resolve("report.hl7"),
        "MSH|^~\\&|A|B|C|D|20260401||ADT^A01|1|P|2.5\rPID|1||1\r");
    report("picture", "FINDINGS: No effusion.");
    Files.writeString(
        Files.createDirectories(cases.resolve("picture/images")).resolve("1.png"), "no image");
    Files.writeString(
        Files.createDirectories(cases.resolve("withdrawn")).resolve("report.hl7"),
        DemoCase.FLAGGED.message().replace("||DX|F|", "||DX|X|").replace("|F\r", "|X\r"));
    Ran ran = batch(cases);
    assertEquals(1, ran.code, ran.err);
    assertEquals("checked_only", row("good").path("outcome").asText());
    assertEquals("refused", row("empty").path("outcome").asText());
    assertTrue(row("empty").path("reason").asText().contains("needs exactly one of report.txt"));
    assertTrue(row("order").path("reason").asText().startsWith("report: nothing to audit: "));
    assertEquals("images/1.png is not DICOM, PNG or JPEG", row("picture").path("reason").asText());
    assertEquals("not_auditable", row("withdrawn").path("outcome").asText());
    assertTrue(ran.out.contains("withdrawn: not auditable: report withdrawn"), ran.out);
    assertTrue(
        ran.out.contains(
            "5 cases: 0 audited (0 with a score), 1 checked only, 1 not auditable, 3 refused"),
        ran.out);
    assertTrue(Files.exists(out.resolve("withdrawn/audit.json")), "which says why");
    assertFalse(Files.exists(out.resolve("picture")));

    report("picture", "FINDINGS: No effusion.");
    Files.delete(cases.resolve("picture/images/1.png"));
    Ran again = batch(cases);
    assertEquals(1, again.code);
    assertEquals("checked_only", row("picture").path("outcome").asText());
    assertTrue(again.out.contains("2 of them now"), "what failed is tried again: " + again.out);
  }

  @Test
  @Tag("safety")
  void aModelThatWasAwayIsAskedTheNextTime() throws Exception {
    report("good", "FINDINGS: No pneumothorax.");
    String[] away = {"-Drtl.model.wire=ollama", "-Drtl.model.urls=http://127.0.0.1:1"};
    Ran ran = batch(cases, away);
    assertEquals(1, ran.code, ran.err);
    assertTrue(ran.out.contains("good: checked only: The model was not available."), ran.out);
    assertEquals("checked_only", row("good").path("outcome").asText());
    assertTrue(row("good").path("reason").asText().startsWith("The model was not available."));
    assertTrue(ran.err.contains("http://127.0.0.1:1"), "the operator's sentence is in the log");
    assertFalse(Files.readString(out.resolve("good/audit.json")).contains("127.0.0.1"));
    assertFalse(Files.readString(out.resolve("good/audit.html")).contains("127.0.0.1"));
    assertTrue(batch(cases, away).out.contains("1 of them now"), "perhaps it is there by now");
  }

  @Test
  void summariesTellNothingOfTheReportAndEscapeNames() throws Exception {
    String id = "=1+1 & \"<b>\"#?";
    report(id, WRONG_SIDE);
    assertEquals(0, batch(cases).code);
    for (String kind : List.of("txt", "csv", "json", "html")) {
      String text = Files.readString(out.resolve("summary." + kind));
      assertFalse(text.contains("effusion"), text);
    }
    String csv = Files.readString(out.resolve("summary.csv"));
    assertTrue(csv.contains("\r\n\"'=1+1 & \"\"<b>\"\"#?\",checked only,"), csv);
    String page = Files.readString(out.resolve("summary.html"));
    assertTrue(page.contains(">=1+1 &amp; \"&lt;b&gt;\"#?</a>"), page);
    assertTrue(page.contains("href=\"./=1+1%20&amp;%20%22%3Cb%3E%22%23%3F/audit.html\""), page);
    assertFalse(page.contains("<b>"), page);
    assertFalse(page.contains("<script"), page);
    assertEquals(1, row(id).path("needs_review").asInt());
  }

  @Test
  void pageOfACaseShowsTheReportItsClaimsAndItsImages() throws Exception {
    String id = "<i>one & only";
    report(id, WRONG_SIDE + " <script>alert(1)</script> A \u202e\u0007 sign. Definitely a tumor.");
    image(id, 1);
    assertEquals(0, batch(cases).code);
    String page = Files.readString(out.resolve(id).resolve("audit.html"));
    for (String part :
        List.of(
            "<h1>Audit of &lt;i&gt;one &amp; only</h1>",
            "default-src &#39;none&#39;",
            "Audit by rules, not verified by a human",
            "<b>Checked only</b>",
            "<a class=\"needs_review\" href=\"#claim-",
            "<dt>Action</dt><dd class=\"do\">",
            "Definitely a tumor.<sup>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<span class=\"inv\">U+202E</span><span class=\"inv\">U+0007</span> sign.",
            "<li>1.png</li>",
            "<h2>Notes</h2>",
            "<a href=\"./audit.json\">",
            "<a href=\"../summary.html\">")) {
      assertTrue(page.contains(part), part + " in " + page);
    }
    assertFalse(page.contains("<script") || page.contains("<i>"), page);
    assertFalse(page.contains("\u202e") || page.contains("\u0007"), page);
    assertTrue(page.indexOf("Needs attention") < page.indexOf("Other claims"), page);
    Files.delete(out.resolve(id).resolve("audit.html"));
    assertTrue(batch(cases).out.contains("1 of them now"), "a case without its page is made again");
  }

  @Test
  @Tag("safety")
  void theOutputIsForItsOwnerAlone() throws Exception {
    report("one", WRONG_SIDE);
    Files.createDirectories(out);
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(0, batch(cases).code);
    // as a version before left it, and as a run that was killed left a part
    Path audit = out.resolve("one/audit.json");
    Files.setPosixFilePermissions(audit, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(out.resolve("one"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        Files.writeString(out.resolve("one/audit.json.part"), "{"),
        PosixFilePermissions.fromString("rw-r--r--"));
    report("one", WRONG_SIDE + " New.");
    assertEquals(0, batch(cases).code);
    try (Stream<Path> all = Files.walk(out)) {
      for (Path path : all.toList()) {
        assertEquals(
            Files.isDirectory(path) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
            path.toString());
      }
    }
    assertFalse(Files.exists(out.resolve("one/audit.json.part")));
  }

  @Test
  void zipIsAuditedLikeItsFolder() throws Exception {
    Path zip =
        Zips.of(
            folder.resolve("cases.zip"),
            Map.of(
                "set/one/report.txt", WRONG_SIDE.getBytes(StandardCharsets.UTF_8),
                "set/two/report.txt", "No pneumothorax.".getBytes(StandardCharsets.UTF_8),
                "__MACOSX/one/._report.txt", new byte[] {1}));
    Ran ran = batch(zip);
    assertEquals(0, ran.code, ran.err);
    assertEquals(1, row("one").path("needs_review").asInt());
    assertTrue(ran.out.contains("2 cases: 0 audited (0 with a score), 2 checked only"), ran.out);
    assertFalse(Files.exists(out.resolve(".work")), "what was unpacked is gone");
    assertTrue(batch(zip).out.contains("0 of them now"));
  }

  @Test
  void aReportThatIsTooLargeToBeOneIsRefused() throws Exception {
    report("book", "word ".repeat((16 << 20) / 5 + 1));
    report("good", "No pneumothorax.");
    Ran ran = batch(cases);
    assertEquals(1, ran.code, ran.err);
    assertEquals("refused", row("book").path("outcome").asText());
    assertTrue(row("book").path("reason").asText().contains("larger than 16777216 bytes"));
    assertEquals("checked_only", row("good").path("outcome").asText());
  }

  @Test
  void wrongUseIsOneLine() throws Exception {
    assertTrue(told(batch(cases)).contains("there is no folder or ZIP "));
    Files.createDirectories(cases);
    assertTrue(told(batch(cases)).contains(cases + " has no case folders"));
    report("good", "No pneumothorax.");
    out = cases.resolve("out");
    assertTrue(told(batch(cases)).contains("lies in the folder of the cases"));
    out = folder.resolve("full");
    Files.createDirectories(out.resolve("something else"));
    assertTrue(told(batch(cases)).contains(out + " is not empty"));
    out = folder.resolve("taken");
    try (BatchFolder taken = BatchFolder.take(out)) {
      assertTrue(told(batch(cases)).contains("another process writes to "));
    }
    Path zip = Files.writeString(folder.resolve("no.zip"), "no ZIP");
    assertTrue(told(batch(zip)).contains(zip + " cannot be unpacked"));
  }

  private static String told(Ran ran) {
    assertEquals(1, ran.code);
    List<String> told = ran.err.lines().filter(l -> l.startsWith("rtl: ")).toList();
    assertEquals(1, told.size(), ran.err);
    return told.get(0);
  }
}
