package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Rtl;

@Tag("integration")
class ImportCommandTest {
  @TempDir Path folder;

  private String told(int code, String... args) {
    PrintStream stderr = System.err;
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      assertEquals(code, Rtl.run(args), () -> e.toString(StandardCharsets.UTF_8));
      return e.toString(StandardCharsets.UTF_8);
    } finally {
      System.setErr(stderr);
    }
  }

  @Test
  void examplesBecomeCases() {
    String out = folder.resolve("cases").toString();
    String[] args = {"import", "radfact", "src/test/resources/radfact", "--out", out};
    assertTrue(told(0, args).contains("3 cases written to " + out));
    assertTrue(Files.isRegularFile(folder.resolve("cases/RadFact-LICENSE")));
    assertTrue(told(1, args).contains("rtl: --out: " + out + " is not empty"));
  }

  @Test
  void wrongUseIsTold() {
    String out = folder.resolve("cases").toString();
    String lacks = told(1, "import", "radfact", folder.toString(), "--out", out);
    assertEquals(1, lacks.lines().count(), lacks);
    assertTrue(lacks.contains("rtl: there is no file "), lacks);
    assertTrue(told(2, "import").contains("Usage: rtl import"));
    assertTrue(told(2, "import", "chexpert").contains("Usage: rtl import"));
  }
}
