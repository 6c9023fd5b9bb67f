package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Rtl;

/** The page of {@code rtl eval-checks} in a real browser. */
@Tag("peers")
class EvalChecksPageTest {
  @TempDir Path folder;

  @Test
  void axeFindsNothingOnAPageWithMissesAlarmsAndTwins() throws Exception {
    Path reports =
        Files.writeString(
            folder.resolve("reports.jsonl"),
            """
            {"id":"1","name":"XR KNEE LEFT","mod":"CR","text":"FINDINGS: The left knee is is normal.\\n\\nIMPRESSION: Normal."}
            {"id":"2","name":"CT HEAD","text":"FINDINGS: Normal. Small right subdural hematoma.\\n\\nIMPRESSION: Subdural hematoma."}
            """);
    Path out = folder.resolve("out");
    assertEquals(
        0, Rtl.run("eval-checks", reports.toString(), "--per-kind", "12", "--out", out.toString()));
    try (Chromium chromium =
        Chromium.forPeople(Files.createDirectories(folder.resolve("profile")))) {
      Tab tab = chromium.person().tab();
      for (int width : List.of(1280, 390)) {
        tab.size(width, 900, 1);
        tab.open(out.resolve("checks.html").toUri() + "?" + width);
        tab.waitFor("location.search === '?" + width + "'");
        assertTrue(tab.text("h3").contains("flagged"), "the page shows what is to be read");
        assertEquals(List.of(), tab.axe(), "at " + width);
      }
      assertEquals(List.of(), chromium.complaints());
    }
  }
}
