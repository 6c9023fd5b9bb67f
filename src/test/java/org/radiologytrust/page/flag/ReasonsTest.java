package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;

class ReasonsTest {
  @TempDir Path files;

  @Test
  void shippedReasonsAreSixAndTheLastAsksForANote() {
    Reasons reasons = Reasons.of(SiteFiles.shipped());

    assertEquals(6, reasons.all().size());
    assertEquals("The flag is wrong", reasons.words("report-right"));
    assertTrue(reasons.of("other").orElseThrow().note());
  }

  @Test
  void theSiteHasItsOwn() throws IOException {
    Reasons reasons = of("- {code: known, text: Known to us}");

    assertEquals("Known to us", reasons.words("known"));
  }

  @Test
  void aCodeThatTheFileLostIsShownAsItIs() throws IOException {
    assertEquals("order-wrong", of("- {code: known, text: Known to us}").words("order-wrong"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "- {code: Known, text: Known to us}",
        "- {text: Known to us}",
        "- {code: known}",
        "- {code: known, text: ' '}",
        "- {code: known, text: Known to us, key: 1}",
        "- {code: known, text: 12345678901234567890123456789012345678901}",
        "[{code: a, text: A}, {code: a, text: B}]",
        "[{code: a, text: A}, {code: b, text: A}, {code: c, text: A}, {code: d, text: A},"
            + "{code: e, text: A}, {code: f, text: A}, {code: g, text: A}, {code: h, text: A},"
            + "{code: i, text: A}, {code: j, text: A}]",
      })
  void aFileThatIsNotValidIsRefused(String yaml) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> of(yaml));

    assertTrue(e.getMessage().startsWith("page/reasons.yaml"), e.getMessage());
  }

  private Reasons of(String yaml) throws IOException {
    Files.createDirectories(files.resolve("page"));
    Files.writeString(files.resolve("page/reasons.yaml"), yaml);
    return Reasons.of(SiteFiles.in(files));
  }
}
