package org.radiologytrust.text.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.WordTokens;

class DatesTest {
  private static final Dates DATES = new Dates(SiteFiles.shipped());
  private static final LocalDate NEAR = LocalDate.of(2026, 3, 12);

  /** Precision and the days that each date can be. */
  private static String read(String sentence) {
    return DATES.in(WordTokens.of(sentence), NEAR).stream()
        .map(
            d ->
                d.precision()
                    + " "
                    + d.readings().values().stream()
                        .distinct()
                        .sorted()
                        .map(LocalDate::toString)
                        .collect(Collectors.joining(" or ")))
        .collect(Collectors.joining("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CT of 3/15/2026.|DAY 2026-03-15
          CT of 15.3.26.|DAY 2026-03-15
          CT of 5/6/2026.|DAY 2026-05-06 or 2026-06-05
          CT of 2026-03-15.|DAY 2026-03-15
          CT of 2026-03-15T08:00.|DAY 2026-03-15
          CT of 20260315.|DAY 2026-03-15
          CT of March 15, 2026.|DAY 2026-03-15
          CT of 15 March 2026.|DAY 2026-03-15
          CT of 15-MAR-26.|DAY 2026-03-15
          CT of 15MAR2026.|DAY 2026-03-15
          CT of the 3rd of April, 2026.|DAY 2026-04-03
          CT of Sept. 3, 2026.|DAY 2026-09-03
          CT of May 2026.|MONTH 2026-05-01
          CT of 05/2026.|MONTH 2026-05-01
          CT of 2024 and 2025.|YEAR 2024-01-01; YEAR 2025-01-01
          CT of 1/15/99.|DAY 1999-01-15
          CT of 31/31/2026.|''
          CT of March 4, 3/4, XXXX, mm/dd/yy.|''
          CT at 2100 hours, image 2043, 2030 HU, 2.4 x 14 mm.|''
          """)
  void dates(String sentence, String expected) {
    assertEquals(expected, read(sentence));
  }
}
