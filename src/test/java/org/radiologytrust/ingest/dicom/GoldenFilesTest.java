package org.radiologytrust.ingest.dicom;

import java.time.Duration;

/** The golden images as files in memory. */
class GoldenFilesTest extends GoldenImagesContract {
  @Override
  protected StoreUnderTest open(Duration quiet) {
    return new FilesInMemory();
  }
}
