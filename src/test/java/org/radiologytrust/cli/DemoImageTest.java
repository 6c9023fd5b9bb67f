package org.radiologytrust.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** The demo's committed image is the one that the phantom generator writes. */
class DemoImageTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 390;
  private static final PhantomStudy STUDY = PhantomStudy.chest(DemoCase.ACCESSION);

  private static byte[] drawn() {
    Abnormality effusion =
        new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5);
    short[] pixels = Phantom.pixels(1, List.of(effusion), WIDTH, HEIGHT);
    return DicomWriter.write(STUDY, pixels, WIDTH);
  }

  @Test
  void theCommittedImageIsWhatIsDrawn() throws Exception {
    assertArrayEquals(drawn(), DemoCase.image());
  }

  @Test
  void theReportNamesTheStudy() {
    assertEquals(STUDY.studyInstanceUid(), DemoCase.STUDY);
  }

  /** Writes the image to the project's folder. */
  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of("src/main/resources/demo/chest.dcm"), drawn());
  }
}
