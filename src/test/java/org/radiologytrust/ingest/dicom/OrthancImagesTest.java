package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** What a model sees of an image, decoded by a real Orthanc. */
@Tag("peers")
@Tag("safety")
class OrthancImagesTest extends DicomImagesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return OrthancUnderTest.start(quiet);
  }

  @AfterEach
  void orthancLives() {
    OrthancUnderTest orthanc = (OrthancUnderTest) under();
    assertTrue(orthanc.client(orthanc.orthanc().password()).check().isEmpty());
  }
}
