package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;

/** StudyTime, which tells two studies of one day apart. */
class StudyTimeTest {
  /** A store with one image. */
  private record OneImage(String time) implements DicomStore {
    @Override
    public boolean stable(String study) {
      return true;
    }

    @Override
    public List<String> instances(String study) {
      return List.of("1");
    }

    @Override
    public List<String> series(String instance) {
      return List.of("1");
    }

    @Override
    public DicomTags tags(String instance) {
      return new DicomTags(
          new ObjectMapper()
              .createObjectNode()
              .put("SOPClassUID", "1.2.840.10008.5.1.4.1.1.1.1")
              .put("Modality", "DX")
              .put("Rows", "8")
              .put("Columns", "8")
              .put("StudyTime", time));
    }

    @Override
    public byte[] lutData(String instance, Lut lut, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DecodedFrame frame(String instance, DicomTags tags, int frame, int maxPixels) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "104255, 10:42:55",
    "104255.123456, 10:42:55",
    "1042, 10:42",
    "10, 10:00",
    "10:42:55, 10:42:55",
    "'', ",
    "noon, ",
    "251000, ",
    "1, "
  })
  void isReadInAnyPrecision(String value, @Nullable LocalTime time) throws Exception {
    StudyReader reader = new StudyReader(new OneImage(value), SiteFiles.shipped());
    assertEquals(time, reader.read("s").orElseThrow().studyTime());
  }
}
