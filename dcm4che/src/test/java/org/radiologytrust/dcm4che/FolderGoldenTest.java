package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.dcm4che3.data.UID;
import org.radiologytrust.ingest.dicom.GoldenSyntaxesContract;
import org.radiologytrust.ingest.dicom.StoreUnderTest;

class FolderGoldenTest extends GoldenSyntaxesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return FolderUnderTest.start(quiet);
  }

  @Override
  protected Set<String> notDecoded() {
    return Set.of(UID.JPEGLSLossless);
  }
}
