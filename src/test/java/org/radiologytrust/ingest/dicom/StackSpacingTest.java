package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.MissingPlaces;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;

/** What follows from positions and thickness of real objects. */
class StackSpacingTest {
  private static final int THICKNESS = 0x00180050;

  /** The study of slices at these places, received in any order. */
  private static Study read(String thickness, String orientation, String... positions)
      throws IOException {
    FilesInMemory files = new FilesInMemory();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < positions.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(7));
    String id = "";
    for (int i : order) {
      id =
          files.receive(
              CtPhantom.slice(
                      PhantomStudy.chest("GAPS"), 3, i + 1, orientation, positions[i], false)
                  .text(THICKNESS, "DS", thickness)
                  .file());
    }
    return new StudyReader(files, SiteFiles.shipped()).read(id).orElseThrow();
  }

  private static Study axial(String thickness, String at) throws IOException {
    return read(
        thickness,
        CtPhantom.AXIAL,
        Arrays.stream(at.split(" ")).map(z -> "-16\\-16\\" + z).toArray(String[]::new));
  }

  private static String missing(Study study, int most) {
    List<Instance> shown =
        new ImageSelection(SiteFiles.shipped(), most)
            .choose(SampleRecords.report("A", "FINDINGS: Normal."), List.of(study));
    return MissingPlaces.words(shown, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        // what is missing was cut out of a whole series
        "5 | 0 5 10 15 40 45 50    | 4 places are missing between slices 4 and 5 (images 4 and 5)",
        "5 | 0 5 10 15 25 30       | 1 place is missing between slices 4 and 5 (images 4 and 5)",
        "''| 0 5 10 15 40 45 50    | 4 places are missing between slices 4 and 5 (images 4 and 5)",
        "1 | 0 10 20 30 40 60 70   | 1 place is missing between slices 5 and 6 (images 5 and 6)",
        "5 | -9 -4 1 16 21 26 41   | 2 places are missing between slices 3 and 4 (images 3 and 4), "
            + "2 places are missing between slices 6 and 7 (images 6 and 7)",
        "2 | 0 2 4 10 12 14 20 22 24 30 32 34 40 42 44 50 52 54 60 62 64 "
            + "| 12 places are missing in 6 gaps between the slices",
        // none is: the usual spacing of thin slices, rounding, thick slices behind thin ones, and
        // slices that overlap
        "1 | 0 10 20 30 40 50      | ''",
        "5 | 0 5.01 9.99 15 20.02  | ''",
        "5 | 0 2.5 5 7.5 10 15 20 25 | ''",
        "5 | 0 2 4 6 11 13         | ''",
      })
  void whatIsMissingIsCountedByTheUsualSpacing(String thickness, String at, String words)
      throws Exception {
    assertEquals(words, missing(axial(thickness, at), 85));
  }

  /** Of 40 slices 10 were cut out. Of the others, 10 are shown. */
  @Test
  void whereOnlySomeAreShownTheGapIsBetweenThose() throws Exception {
    String at =
        DoubleStream.iterate(0, z -> z + 1)
            .limit(40)
            .filter(z -> z < 20 || z >= 30)
            .mapToObj(z -> "" + z)
            .reduce((a, b) -> a + " " + b)
            .orElseThrow();
    assertEquals(
        "10 places are missing between slices 6 and 7 (images 18 and 21)",
        missing(axial("1", at), 10));
  }

  /** Tilted by 45 degrees: the places are 7.07 mm apart along the vector. */
  @Test
  void theDistanceIsThatAlongTheVector() throws Exception {
    String oblique = "1\\0\\0\\0\\0.70710678\\0.70710678";
    String[] positions =
        DoubleStream.of(0, 10, 20, 40, 50).mapToObj(z -> "0\\0\\" + z).toArray(String[]::new);
    assertEquals(
        "1 place is missing between slices 3 and 4 (images 3 and 4)",
        missing(read("5", oblique, positions), 85));
  }

  @Test
  void whereThePlacesAreNotKnownNothingIsSaid() throws Exception {
    assertEquals("", missing(read("5", "", "a", "b", "c", "d", "e", "f"), 85));
  }

  /** 40 thin slices whose description fits the report, and 8 thick ones over the same 40 mm. */
  @ParameterizedTest
  @CsvSource({
    "CT, 5, 10, Nodule in the lung., 4",
    "CT, 5, 40, Nodule in the lung., 3",
    "CT, '', 10, Nodule in the lung., 4",
    "CT, 1, 10, Nodule in the lung., 3",
    "CT, 5, 10, 'Nodule in the lung (series 3, image 7).', 3",
    "MR, 5, 10, Nodule in the lung., 3",
  })
  void ofCtTheSeriesCountsWhoseShownSlicesCoverMost(
      String modality, String thickness, int most, String report, int series) throws Exception {
    FilesInMemory files = new FilesInMemory();
    String id = "";
    for (int i = 1; i <= 48; i++) {
      boolean thin = i <= 40;
      id =
          files.receive(
              CtPhantom.slice(
                      PhantomStudy.chest("TWO"),
                      thin ? 3 : 4,
                      i,
                      CtPhantom.AXIAL,
                      "-16\\-16\\" + (thin ? i : 5 * (i - 40)),
                      false)
                  .text(0x00080060, "CS", modality)
                  .text(0x0008103E, "LO", thin ? "LUNG 1.0" : "5 mm")
                  .text(THICKNESS, "DS", thin ? "1" : thickness)
                  .file());
    }
    Study study = new StudyReader(files, SiteFiles.shipped()).read(id).orElseThrow();
    List<Instance> shown =
        new ImageSelection(SiteFiles.shipped(), most)
            .choose(SampleRecords.report("A", "FINDINGS: " + report), List.of(study));
    assertEquals(
        List.of(series),
        shown.stream().map(image -> image.slices().seriesNumber()).distinct().toList());
  }
}
