package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialsTest {
  @ParameterizedTest
  @CsvSource({
    "Petra, Phantom, P. P.",
    "'', Phantom, P.",
    "'', '', ''",
    "östen, von der Au, Ö. V.",
    "<script>, 12, S.",
    "\u202E\u0000a, \uD835\uDC9C, A. \uD835\uDC9C.",
    "李, 王, 李. 王."
  })
  void onlyTheFirstLettersAreShown(String given, String family, String initials) {
    assertEquals(initials, Initials.of(given, family));
  }
}
