package org.radiologytrust.text.mentions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;

/** What is read of communications and recommendations, on segmented reports. */
class CommunicationReaderTest {
  private static final ReportReader READER = new ReportReader(SiteFiles.shipped());

  /**
   * The fields who, to whom, when, how, read back and what; {@code -} for one that is not there.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I called Dr. Roe by telephone at 10:25, who read back the result.|I+Dr. Roe+10:25+by telephone+read back+the result
          These findings were discussed with the surgeon in person.|-+surgeon+-+in person+-+These findings
          The nurse was notified at the time of dictation.|-+nurse+at the time of dictation+-+-+-
          Critical results were phoned to the ward at 9:05.|-+ward+9:05+phoned+-+Critical results
          Please call the ward with questions.|
          The patient gave informed consent to Dr. Roe.|
          """)
  void fields(String sentence, String expected) {
    Audit c =
        new CaseBuilder().text("FINDINGS: No fracture.~IMPRESSION: Normal. " + sentence).build();
    List<Communication> read = new CommunicationReader(SiteFiles.shipped()).read(READER.read(c));
    String fields =
        read.stream()
            .flatMap(m -> Stream.of(m.who(), m.toWhom(), m.when(), m.how(), m.readBack(), m.what()))
            .map(e -> e == null ? "-" : e.value())
            .collect(Collectors.joining("+"));
    assertEquals(expected == null ? "" : expected, fields);
  }

  /** The fields modality, interval and condition. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Follow-up CT in 6 months is recommended.|CT+6 months+-
          Repeat ultrasound is advised if symptoms persist.|ultrasound+-+if
          Further imaging is recommended.|-+-+-
          No follow-up is needed.|
          """)
  void recommendations(String sentence, String expected) {
    Audit c = new CaseBuilder().text("IMPRESSION: Normal. " + sentence).build();
    List<Recommendation> read = new RecommendationReader(SiteFiles.shipped()).read(READER.read(c));
    String fields =
        read.stream()
            .flatMap(x -> Stream.of(x.modality(), x.interval(), x.condition()))
            .map(e -> e == null ? "-" : e.value())
            .collect(Collectors.joining("+"));
    assertEquals(expected == null ? "" : expected, fields);
  }
}
