package org.radiologytrust.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** The demo's committed images are those that the phantom generator writes. */
class DemoImageTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 390;
  private static final PhantomStudy FLAGGED = PhantomStudy.chest(DemoCase.FLAGGED.accession());
  private static final PhantomStudy CLEAN =
      PhantomStudy.chest(DemoCase.CLEAN.accession())
          .of(
              new Patient(
                  List.of(new Identifier("urn:oid:2.999.1", "PHANTOM-2", "MR")),
                  "Phantom",
                  "Paul",
                  LocalDate.of(1958, 7, 9),
                  Sex.MALE,
                  ""));

  private static byte[] flagged() {
    Abnormality effusion =
        new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5);
    short[] pixels = Phantom.pixels(1, List.of(effusion), WIDTH, HEIGHT);
    return DicomWriter.write(FLAGGED, pixels, WIDTH);
  }

  private static byte[] clean() {
    return DicomWriter.write(CLEAN, Phantom.pixels(2, List.of(), WIDTH, HEIGHT), WIDTH);
  }

  @Test
  void theCommittedImagesAreWhatIsDrawn() throws Exception {
    assertArrayEquals(flagged(), DemoCase.FLAGGED.dicom());
    assertArrayEquals(clean(), DemoCase.CLEAN.dicom());
  }

  @Test
  void theReportsNameTheStudies() {
    assertEquals(FLAGGED.studyInstanceUid(), DemoCase.FLAGGED.study());
    assertEquals(CLEAN.studyInstanceUid(), DemoCase.CLEAN.study());
  }

  /** Writes the images to the project's folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of("src/main/resources/demo");
    Files.write(folder.resolve(DemoCase.FLAGGED.image()), flagged());
    Files.write(folder.resolve(DemoCase.CLEAN.image()), clean());
    System.out.println(CLEAN.studyInstanceUid());
  }
}
