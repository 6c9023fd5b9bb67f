package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Rtl;

@Tag("integration")
class EvalChecksCommandTest {
  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... args) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      List<String> all = new ArrayList<>(List.of("eval-checks"));
      all.addAll(List.of(args));
      int code = Rtl.run(all.toArray(String[]::new));
      return new Ran(code, o.toString(StandardCharsets.UTF_8), e.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  private Path message() throws IOException {
    Path file = folder.resolve("report.hl7");
    Files.writeString(
        file,
        String.join(
            "\r",
            "MSH|^~\\&|RIS|SITE|RTL|RTL|20240301113000||ORU^R01|1|P|2.5",
            "PID|1||1^^^SITE||DOE^JANE||19800101|F",
            "OBR|1||1|1^XR KNEE LEFT^L|||202403011015|||||||||||||||202403011130||CR|F",
            "OBX|1|TX|1^REPORT^L||FINDINGS: Small effusion of the left knee.||||||F",
            "OBX|2|TX|1^REPORT^L||IMPRESSION: Small effusion.||||||F",
            ""));
    return file;
  }

  @Test
  void figuresArePrintedAndThePageIsForItsOwnerAlone() throws IOException {
    Path out = folder.resolve("out");
    String[] args = {
      message().toString(), "--check", "side-order", "--per-kind", "4", "--out", out.toString()
    };
    Ran ran = run(args);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(
        ran.out().startsWith("Clean reports: 1. Seeded errors, each beside a twin: 4."), ran.out());
    assertTrue(
        ran.out().lines().allMatch(l -> l.length() <= 100 || l.contains(out.toString())),
        ran.out());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    byte[] page = Files.readAllBytes(out.resolve("checks.html"));
    byte[] errors = Files.readAllBytes(out.resolve("errors.csv"));
    String figures =
        Files.readString(out.resolve("checks.csv")) + Files.readString(out.resolve("checks.json"));
    assertTrue(figures.contains("\nside-order,"), figures);
    assertFalse(figures.contains("effusion"), figures);
    assertEquals(0, run(args).code());
    assertEquals(
        figures,
        Files.readString(out.resolve("checks.csv")) + Files.readString(out.resolve("checks.json")));
    assertArrayEquals(page, Files.readAllBytes(out.resolve("checks.html")));
    assertArrayEquals(errors, Files.readAllBytes(out.resolve("errors.csv")));
  }

  @Test
  void eventsOfInventedPatientsAreCounted() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : List.of("CT CHEST", "XR CHEST")) {
      for (int i = 0; i < 6; i++) {
        lines.append(
            "{\"id\":\"%s%d\",\"name\":\"%s\",\"text\":\"FINDINGS: Series %d is complete.\\n\\nIMPRESSION: Complete.\"}%n"
                .formatted(name, i, name, i));
      }
    }
    Path reports = Files.writeString(folder.resolve("patients.jsonl"), lines);
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("checks.csv"), "of another measurement");
    String[] args = {reports.toString(), "--patients", "34", "--out", out.toString()};
    Ran ran = run(args);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().startsWith("Invented patients: 34 of 34, with "), ran.out());
    assertFalse(Files.exists(out.resolve("checks.csv")), "it would be of another measurement");
    assertTrue(ran.out().contains("side changed"), ran.out());
    assertTrue(ran.out().contains("  told      0 of "), ran.out());
    byte[] page = Files.readAllBytes(out.resolve("checks.html"));
    assertEquals(0, run(args).code());
    assertArrayEquals(page, Files.readAllBytes(out.resolve("checks.html")));
  }

  @Test
  void verdictsOfReadersAreCounted() throws IOException {
    Path reports = folder.resolve("reports.jsonl");
    Files.writeString(
        reports,
        """
        {"id":"1","name":"XR KNEE","mod":"CR","text":"FINDINGS: The heart is is normal.\\n\\nIMPRESSION: Normal."}
        {"id":"2","name":"CT HEAD","text":"FINDINGS: Normal.\\n\\nIMPRESSION: Normal."}
        """);
    Path out = folder.resolve("out");
    List<String> args = List.of(reports.toString(), "--per-kind", "0", "--out", out.toString());
    Ran unread = run(args.toArray(String[]::new));
    assertEquals(0, unread.code(), unread.err());
    String list = Files.readString(out.resolve("to-read.csv"));
    assertTrue(list.lines().anyMatch(l -> l.contains(",doubled-word,")), list);
    Path one = Files.writeString(folder.resolve("one.csv"), list.replace(",,,1,", ",right,,1,"));
    Path other = Files.writeString(folder.resolve("two.csv"), list.replace(",,,1,", ",false,,1,"));
    List<String> read = new ArrayList<>(args);
    read.addAll(List.of("--verdicts", one.toString(), "--verdicts", other.toString()));
    Ran ran = run(read.toArray(String[]::new));
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().contains("Two readers: 1 flags read by both, 0 alike"), ran.out());
    assertTrue(Files.readString(out.resolve("to-read.csv")).contains(",right false,1,"));
    byte[] kinds = Files.readAllBytes(out.resolve("by-kind.csv"));
    assertEquals(0, run(read.toArray(String[]::new)).code());
    assertArrayEquals(kinds, Files.readAllBytes(out.resolve("by-kind.csv")));
    assertTrue(
        new String(kinds, StandardCharsets.UTF_8)
            .contains("doubled-word,modality,CR,1,1,0,0,1,0,100.00,"));
  }

  @Test
  void wrongUseIsTold() throws IOException {
    String file = message().toString();
    Path table = folder.resolve("a.csv");
    Files.writeString(table, "name,age\nx,1\n");
    String out = folder.resolve("out").toString();
    for (String[] wrong :
        new String[][] {
          {folder.resolve("none").toString(), "there is no file or folder "},
          {table.toString(), "a.csv: there is no column text, findings or impression"},
          {file, "--check: there are no errors for nothing", "--check", "nothing"},
          {file, "--prevalence must be above 0", "--prevalence", "0"},
          {file, "--per-kind must be from 0", "--per-kind", "-1"},
          {file, "--patients must be from 0", "--patients", "-1"},
          {file, "--patients goes with neither", "--patients", "1", "--paired"},
          {file, "--verdicts: there is no file ", "--verdicts", folder.resolve("v").toString()},
          {file, "must have the columns report, check", "--verdicts", table.toString()}
        }) {
      List<String> args = new ArrayList<>(List.of(wrong[0], "--out", out));
      args.addAll(List.of(wrong).subList(2, wrong.length));
      Ran ran = run(args.toArray(String[]::new));
      assertEquals(1, ran.code(), ran.err());
      assertTrue(ran.err().contains("rtl: ") && ran.err().contains(wrong[1]), ran.err());
    }
  }
}
