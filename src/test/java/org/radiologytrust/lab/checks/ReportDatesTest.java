package org.radiologytrust.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportDatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Compared with 02/13/09.|2009-02-13",
        "Compared with 12/5/1998 and 3/2/1997.|1998-12-05",
        "Compared with the CT of 30.12.2021.|2021-12-30",
        "Unchanged from 3 / 11 / 2021 at 0510 hours.|2021-11-03",
        "Mammogram dated 2025-06-18.|2025-06-18",
        "Ultrasound of 09 August 2023.|2023-08-31",
        "The study of September 18, 2022.|2022-09-30",
        "Dictated on Oct 21 2007 03:22PM.|2007-10-31",
        "The old CT dated May 2022.|2022-05-31"
      })
  void theLatestDateIsFound(String report, LocalDate latest) {
    assertEquals(Optional.of(latest), ReportDates.latest(report));
  }

  @ParameterizedTest
  @CsvSource({"Nodules of 3.5.7 mm.", "Images 3/11 and 4/12.", "It may be 12 mm.", "45/45/2020"})
  void sizesAndNumbersAreNoDates(String report) {
    assertEquals(Optional.empty(), ReportDates.latest(report));
  }

  @Test
  void aReportWithoutADateHasNone() {
    assertEquals(Optional.empty(), ReportDates.latest(""));
  }
}
