package org.radiologytrust.ingest.dicom;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The golden images as files in memory. */
@Tag("safety")
class GoldenFilesTest extends GoldenImagesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) {
    return new FilesInMemory();
  }
}
