package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;

/** What people see of an image, decoded by a real Orthanc. */
@Tag("peers")
@Tag("safety")
class OrthancArchiveTest extends DicomArchiveContract {
  @Override
  protected StoreUnderTest open(Duration quiet) throws IOException {
    return OrthancUnderTest.start(quiet);
  }

  @Test
  void aRefusedLoginIsNoMissingImage() throws Exception {
    OrthancUnderTest orthanc = (OrthancUnderTest) under();
    String id = receive(TestObjects.grey(2, 2, 1, 2, 3, 4));
    DicomArchive stranger =
        new DicomArchive(new OrthancStore(orthanc.client("wrong")), SiteFiles.shipped());
    for (ImageArchive archive : new ImageArchive[] {stranger, ImageArchive.NONE}) {
      ImageArchive.Unavailable error =
          assertThrows(
              ImageArchive.Unavailable.class, () -> archive.rendered(TestObjects.stored(id)));
      assertEquals(ImageArchive.Why.NO_ANSWER, error.why());
    }
  }
}
