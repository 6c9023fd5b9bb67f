package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "No pleural effusion.",
        "R\u00f6ntgen \u80f8 \ud83e\ude7b",
        "with a zero \u0000 inside"
      })
  void aTextIsReadAsItWasWritten(String text) {
    assertEquals(text, PackedText.text(PackedText.of(text)));
  }

  @Test
  void aLongTextTakesLessSpace() {
    String text = "{\"system\":\"http://loinc.org\",\"code\":\"19005-8\"},".repeat(100_000);
    byte[] packed = PackedText.of(text);
    assertTrue(packed.length < text.length() / 10, packed.length + " bytes");
    assertEquals(text, PackedText.text(packed));
  }

  /** Rows that were written with it could not be read with another. */
  @Test
  void theDictionaryNeverChanges() throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(PackedText.dictionary());
    assertEquals(
        "4782750882b1884db96efd396a680748c3df06d041570ced9a517cf8fd2fe1ab",
        HexFormat.of().formatHex(hash));
  }

  @Test
  void damagedBytesAreRefusedWithoutQuotingThem() {
    byte[] packed = PackedText.of("Petra Phantom ".repeat(10));
    byte[] newer = packed.clone();
    newer[0] = 9;
    for (byte[] wrong : new byte[][] {{}, {1}, newer, Arrays.copyOf(packed, packed.length - 3)}) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> PackedText.text(wrong));
      assertEquals("the journal contains a row that this version cannot read", e.getMessage());
    }
  }
}
