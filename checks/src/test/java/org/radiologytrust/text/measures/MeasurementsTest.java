package org.radiologytrust.text.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.WordTokens;

class MeasurementsTest {
  private static final Measurements MEASUREMENTS = new Measurements(SiteFiles.shipped());

  /** Values in millimetres, then what is not the usual: range, bound, time, role. */
  private static String read(String sentence) {
    return MEASUREMENTS.in(WordTokens.of(sentence)).stream()
        .map(MeasurementsTest::show)
        .collect(Collectors.joining("; "));
  }

  private static String show(Measurement m) {
    String values =
        m.values().stream().map(v -> String.format("%.0f", v)).collect(Collectors.joining("x"));
    return values
        + (m.range() ? " range" : "")
        + (m.bound() == Measurement.Bound.EXACT ? "" : " " + m.bound())
        + (m.time() == Measurement.Time.NOW ? "" : " " + m.time())
        + (m.role() == Measurement.Role.SIZE ? "" : " " + m.role());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          An 8 mm nodule.|8
          An 8mm nodule.|8
          An 8-mm nodule.|8
          A two-centimeter mass.|20
          A mass of 2.3 x 1.8 cm.|23x18
          A mass of 2.3cm x 1.8cm x 15 mm.|23x18x15
          A mass of 2 cm (AP) by 3 cm.|20x30
          Nodules of 5-7 mm.|5x7 range
          Nodules of 5 to 7 mm.|5x7 range
          Nodules between 5 and 7 mm.|5x7 range
          It has increased from 8 to 12 mm.|8 EARLIER; 12
          It has decreased to 8 mm from 12 mm.|8; 12 EARLIER
          It measures 12 mm, previously 9 mm.|12; 9 EARLIER
          It measured 9 mm on the prior study and measures 12 mm today.|9 EARLIER; 12
          It was 9 mm and is now 12 mm.|9 EARLIER; 12
          A mass of about 4 cm.|40 ABOUT
          Nodules up to 4 mm.|4 UP_TO
          Less than 5 mm.|5 LESS
          The tip is 4 cm above the carina.|40 DISTANCE
          5 mm axial slices.|5 TECHNICAL
          A pressure of 35 mm Hg, an area of 1.2 cm2, a flow of 60 cm/s.|''
          Level T12, image 10, 3/12/2026, 100 mL.|''
          """)
  void values(String sentence, String expected) {
    assertEquals(expected, read(sentence));
  }
}
