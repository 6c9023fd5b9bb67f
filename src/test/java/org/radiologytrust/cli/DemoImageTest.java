package org.radiologytrust.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;
import org.radiologytrust.lab.phantom.ChestCt;
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

  private static PhantomStudy of(DemoCase study, String id, String name, LocalDate born, Sex sex) {
    return PhantomStudy.chest(study.accession())
        .of(
            new Patient(
                List.of(new Identifier("urn:oid:2.999.1", id, "MR")),
                "Phantom",
                name,
                born,
                sex,
                ""));
  }

  private static final Map<DemoCase, PhantomStudy> STUDIES =
      Map.of(
          DemoCase.FLAGGED,
          PhantomStudy.chest(DemoCase.FLAGGED.accession()),
          DemoCase.MISSED,
          of(DemoCase.MISSED, "PHANTOM-3", "Pia", LocalDate.of(1972, 5, 16), Sex.FEMALE),
          DemoCase.RIGHT,
          of(DemoCase.RIGHT, "PHANTOM-2", "Paul", LocalDate.of(1958, 7, 9), Sex.MALE),
          DemoCase.CT,
          of(DemoCase.CT, "PHANTOM-4", "Peter", LocalDate.of(1949, 3, 11), Sex.MALE));

  private static byte[] chest(DemoCase study, long seed, Abnormality... shown) {
    short[] pixels = Phantom.pixels(seed, List.of(shown), WIDTH, HEIGHT);
    return DicomWriter.write(STUDIES.get(study), pixels, WIDTH);
  }

  private static List<byte[]> drawn(DemoCase study) {
    if (study.equals(DemoCase.FLAGGED)) {
      return List.of(
          chest(
              study,
              1,
              new Abnormality(Kind.PLEURAL_EFFUSION, Side.LEFT, 0.5),
              new Abnormality(Kind.CARDIOMEGALY, Side.LEFT, 0.6)));
    }
    if (study.equals(DemoCase.MISSED)) {
      return List.of(chest(study, 3, new Abnormality(Kind.OPACITY, Side.RIGHT, 0.7)));
    }
    if (study.equals(DemoCase.RIGHT)) {
      return List.of(chest(study, 2));
    }
    return IntStream.rangeClosed(1, ChestCt.SLICES)
        .mapToObj(slice -> ChestCt.slice(STUDIES.get(study), slice))
        .toList();
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (DemoCase study : DemoCase.ALL) {
      List<byte[]> drawn = drawn(study);
      assertEquals(study.images().size(), drawn.size());
      for (int i = 0; i < drawn.size(); i++) {
        files.put(study.images().get(i), drawn.get(i));
      }
    }
    return files;
  }

  @Test
  void theCommittedImagesAreWhatIsDrawn() throws Exception {
    Map<String, byte[]> files = files();
    for (DemoCase study : DemoCase.ALL) {
      List<byte[]> committed = study.dicom();
      for (int i = 0; i < committed.size(); i++) {
        String name = study.images().get(i);
        assertArrayEquals(files.get(name), committed.get(i), name);
      }
    }
  }

  @Test
  void theReportsNameTheStudies() {
    STUDIES.forEach((study, phantom) -> assertEquals(phantom.studyInstanceUid(), study.study()));
  }

  /** Writes the images to the project's folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of("src/main/resources/demo");
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    STUDIES.forEach(
        (study, phantom) ->
            System.out.println(study.accession() + " " + phantom.studyInstanceUid()));
  }
}
