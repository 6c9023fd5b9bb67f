package org.radiologytrust.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.settings.Settings;

class AssigningAuthoritiesTest {
  @TempDir Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("authorities.yaml"), yaml);
  }

  @Test
  void namespacesToUris() throws IOException {
    assertEquals(
        Map.of("ABC", "urn:oid:1.2.3", "X Y", "https://a.example/mrn"),
        AssigningAuthorities.read(file("ABC: urn:oid:1.2.3\n\"X Y\": https://a.example/mrn\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABC: 1.2.3", "ABC:", "ABC: 'not a uri'", "- ABC"})
  void whatIsNoUriIsRefused(String yaml) throws IOException {
    Path file = file(yaml);
    String message =
        assertThrows(Settings.Wrong.class, () -> AssigningAuthorities.read(file)).getMessage();
    assertTrue(message.contains(file.toString()), message);
  }
}
