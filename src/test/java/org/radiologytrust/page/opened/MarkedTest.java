package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedTest {
  private static String shown(String value, String other) {
    return Marked.of(value, other).parts().stream()
        .map(part -> part.differs() ? "[" + part.text() + "]" : part.text())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // as in the design
        "Keller, Anna | Kellner, Anja | [Keller], [Anna] | [Kellner], [Anja]",
        "15 Jun 1960 | 15 Jan 1966 | 15 [Jun] 196[0] | 15 [Jan] 196[6]",
        "447108 | 447180 | 4471[08] | 4471[80]",
        // nothing but chance in common
        "447108 | PHANTOM-1 | [447108] | [PHANTOM-1]",
        // a name more, a digit more
        "Keller, Anna | Keller, Anna Maria | Keller, Anna | Keller, Anna[ Maria]",
        "5 Jun 1960 | 15 Jun 1960 | 5 Jun 1960 | [1]5 Jun 1960",
        "KELLER, Anna | Keller, Anna | KELLER, Anna | Keller, Anna",
        "Müller | Muller | [Müller] | [Muller]",
        "4711 | 4711 | 4711 | 4711",
        "男 | 女 | [男] | [女]",
      })
  void wordsAndDigitsThatDifferAreMarked(String a, String b, String left, String right) {
    assertEquals(left, shown(a, b));
    assertEquals(right, shown(b, a));
  }

  @Test
  void charactersBeyondTheFirstPlaneStayWhole() {
    assertEquals("4[😀]", shown("4😀", "4😁"));
    assertEquals("e\u0301", shown("e\u0301", "e\u0301"));
  }

  @Test
  void longValuesAreMarkedAsAWhole() {
    String digits = "1".repeat(500);
    assertTrue(Marked.of(digits, digits + "2").parts().get(0).differs());
  }
}
