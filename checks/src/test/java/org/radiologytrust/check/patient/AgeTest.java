package org.radiologytrust.check.patient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;

/** Ages in two units. The patient is 6 years and 5 months old. */
class AgeTest {
  private static String words(String text) {
    return CheckTester.words(
        "age", new CaseBuilder().born("2020-01-10").studied("2026-06-15").text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HISTORY: 6-year, 5-month-old boy with cough.
          HISTORY: 6 year 5 month old boy.
          HISTORY: 6-year and 5-month - old male.
          HISTORY: Six-year, five-month-old boy.
          HISTORY: 6 y, 5 m old boy.
          HISTORY: Surgery at 2 years 3 months of age.
          HISTORY: Scar of a 2-year, 3-month-old fracture.
          """)
  void silent(String text) {
    assertEquals("-", words(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HISTORY: 9-year, 5-month-old boy.|9-year, 5-month-old
          HISTORY: 9 years and 5 months old boy.|9 years and 5 months old
          HISTORY: 5-month-old boy.|5-month-old
          HISTORY: 2-month, 5-day-old boy.|2-month, 5-day-old
          """)
  void alarms(String text, String expected) {
    assertEquals(expected, words(text));
  }
}
