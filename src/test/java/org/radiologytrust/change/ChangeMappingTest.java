package org.radiologytrust.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Rtl;

/** The mapping docs/recipes/north.yaml and its message, as they stand there. */
@Tag("integration")
class ChangeMappingTest {
  @TempDir Path folder;

  @Test
  void theExampleReadsTheMessage() throws IOException {
    Path sites = Files.createDirectories(folder.resolve("site/sites"));
    Files.copy(Path.of("docs/recipes/north.yaml"), sites.resolve("north.yaml"));
    PrintStream out = System.out;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    int code;
    try {
      code =
          Rtl.run(
              "explain",
              "docs/recipes/north.hl7",
              "-Drtl.files=" + folder.resolve("site"),
              "--values");
    } finally {
      System.setOut(out);
    }
    String text = shown.toString(StandardCharsets.UTF_8);
    assertEquals(0, code, text);
    for (String line :
        List.of(
            "ZRS-1   accession number  [sites/north.yaml:6]  = A-77",
            "PID-3   patient identifier  [sites/north.yaml:8]  = P-1",
            "ZRS-2   modality  [sites/north.yaml:9]  = CHESTRAY",
            "ZRS-3   status final  [sites/north.yaml:12]  = Signed by chief",
            "OBX-5   text of section IMPRESSION  [sites/north.yaml]  = No pneumothorax.",
            "ZAI-2   drafted by software  [sites/north.yaml:18]  = Acme Draft",
            "outcome   parsed",
            "report    A-77")) {
      assertTrue(text.contains(line), line + " in\n" + text);
    }
  }
}
