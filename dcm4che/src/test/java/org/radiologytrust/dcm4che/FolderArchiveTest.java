package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.time.Duration;
import org.radiologytrust.ingest.dicom.DicomArchiveContract;
import org.radiologytrust.ingest.dicom.StoreUnderTest;

class FolderArchiveTest extends DicomArchiveContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return FolderUnderTest.start(quiet);
  }
}
