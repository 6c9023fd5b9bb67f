package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The golden images, decoded by a real Orthanc. */
@Tag("peers")
@Tag("safety")
class OrthancGoldenTest extends GoldenSyntaxesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return OrthancUnderTest.start(quiet);
  }
}
