package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** Studies of a real Orthanc. */
@Tag("peers")
class OrthancStudiesTest extends StudiesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return OrthancUnderTest.start(quiet);
  }
}
