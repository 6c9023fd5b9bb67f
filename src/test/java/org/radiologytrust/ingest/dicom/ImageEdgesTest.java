package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.images.Pixels.Edges;

/** A wrong side marker is worse than none. */
class ImageEdgesTest {
  @ParameterizedTest
  @CsvSource({
    "ImageOrientationPatient, 1\\0\\0\\0\\1\\0, R, L",
    "ImageOrientationPatient, -1\\0\\0\\0\\1\\0, L, R",
    "ImageOrientationPatient, 0.9\\0.1\\0.4\\0\\1\\0, R, L",
    "ImageOrientationPatient, 0\\1\\0\\0\\0\\-1, A, P",
    "ImageOrientationPatient, 0\\0\\1\\0\\1\\0, F, H",
    "ImageOrientationPatient, 0\\0\\0\\0\\0\\0, '', ''",
    "ImageOrientationPatient, x\\0\\0\\0\\1\\0, '', ''",
    "ImageOrientationPatient, 1\\0\\0, '', ''",
    "PatientOrientation, L\\F, R, L",
    "PatientOrientation, R\\F, L, R",
    "PatientOrientation, PL\\F, A, P",
    "PatientOrientation, \\F, '', ''",
    "PatientOrientation, X\\F, '', ''",
    "Laterality, L, '', ''",
  })
  void theMarkersAreThoseOfTheObject(String keyword, String value, String left, String right) {
    DicomTags tags = new DicomTags(new ObjectMapper().createObjectNode().put(keyword, value));
    assertEquals(new Edges(left, right), ImageEdges.of(tags));
  }
}
