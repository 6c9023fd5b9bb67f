package org.radiologytrust.ingest.dicom;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** A CT of 412 slices with a lesion on 9, by C-STORE: the model is shown the lesion. */
@Tag("peers")
@Tag("safety")
class CtSlicesTest {
  @TempDir private Path folder;

  @Test
  void theShownSlicesContainTheLesion() throws Exception {
    List<Path> files = new ArrayList<>();
    for (byte[] file : CtStudy.files(PhantomStudy.chest("CT412"))) {
      files.add(Files.write(folder.resolve(files.size() + ".dcm"), file));
    }
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1))) {
      orthanc.send(files, Duration.ofSeconds(60));
      CtStudy.assertShown(orthanc);
    }
  }
}
