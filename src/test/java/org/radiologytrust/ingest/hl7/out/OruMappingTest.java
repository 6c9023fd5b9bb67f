package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.message.Charsets;

/** A site's file publish/oru.yaml. */
class OruMappingTest {
  @TempDir Path folder;

  private OruMapping read(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("publish"));
    Files.writeString(folder.resolve("publish/oru.yaml"), yaml);
    return OruMappingReader.read(SiteFiles.in(folder), new Charsets(SiteFiles.shipped()));
  }

  @Test
  void aKeyThatIsLackingIsTheShippedOne() throws Exception {
    assertEquals(OruMapping.Form.OBX, read("").form());
    OruMapping own = read("form: nte\n");
    assertEquals(OruMapping.Form.NTE, own.form());
    assertEquals("UNICODE UTF-8", own.charset());
    assertEquals(2, own.references().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; colour: red; colour is not known",
        "1; charset: KLINGON; KLINGON is not a character set",
        "1; form: rtf; rtf is no form",
        "1; visit: maybe; maybe is not known",
        "2; fields:/  OBR-3: x; OBR-3 cannot be set",
        "2; fields:/  OBR-25: F; OBR-25 cannot be set",
        "2; fields:/  ORC-3: $filler; ORC-3 cannot be set",
        "2; fields:/  MSH-10: x; MSH-10 cannot be set",
        "2; fields:/  PID-3: x; PID-3 cannot be set",
        "2; fields:/  OBX-3: x; OBX-3 cannot be set",
        "2; fields:/  OBR: x; OBR is no place in a message",
        "2; fields:/  OBR-4[1=x]: x; cannot be set",
        "2; fields:/  OBR-999: x; OBR-999 cannot be set",
        "3; fields:/  OBR-4.1: x/  OBR-29: $acession; $acession is no number of a report",
        "2; fields:/  MSH-3: RTL; OBR-4.1 is missing",
        "2; abnormal:/  urgent: AA; urgent is not known",
        "1; references: x; write 'key: value' lines here",
        "2; form: obx/form: nte; form occurs twice",
      })
  void aMistakeIsNamedWithItsLine(int line, String yaml, String words) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> read(yaml.replace('/', '\n') + "\n"))
            .getMessage();
    assertTrue(told.startsWith("publish/oru.yaml line " + line + ": "), told);
    assertTrue(told.contains(words), told);
  }
}
