package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.time.Duration;
import org.radiologytrust.ingest.dicom.DicomImagesContract;
import org.radiologytrust.ingest.dicom.StoreUnderTest;

class FolderImagesTest extends DicomImagesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return FolderUnderTest.start(quiet);
  }
}
