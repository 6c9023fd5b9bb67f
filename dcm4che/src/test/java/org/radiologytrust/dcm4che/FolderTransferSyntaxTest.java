package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.dcm4che3.data.UID;
import org.radiologytrust.ingest.dicom.StoreUnderTest;
import org.radiologytrust.ingest.dicom.TransferSyntaxContract;

class FolderTransferSyntaxTest extends TransferSyntaxContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return FolderUnderTest.byCStore(quiet);
  }

  @Override
  protected Set<String> notDecoded() {
    return Set.of(UID.JPEGExtended12Bit, UID.JPEGLSLossless, UID.JPEGLSNearLossless);
  }
}
