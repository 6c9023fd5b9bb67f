package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.time.Duration;
import org.radiologytrust.ingest.dicom.StoreUnderTest;
import org.radiologytrust.ingest.dicom.StudiesContract;

class FolderStudiesTest extends StudiesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return FolderUnderTest.start(quiet);
  }
}
