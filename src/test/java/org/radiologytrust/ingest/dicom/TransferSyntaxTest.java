package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** Images that a real Orthanc received by C-STORE. */
@Tag("peers")
@Tag("safety")
class TransferSyntaxTest extends TransferSyntaxContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return OrthancUnderTest.byCStore(quiet);
  }
}
