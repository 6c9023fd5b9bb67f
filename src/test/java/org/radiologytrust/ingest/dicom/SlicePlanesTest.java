package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.SliceTags.Plane;
import org.radiologytrust.model.Study;

/** What is read of series and planes, and the order that follows from it. */
class SlicePlanesTest {
  private static final int POSITION = 0x00200032;
  private static final int ORIENTATION = 0x00200037;
  private static final int FRAMES = 6;

  /** The study of a store that has nothing else. */
  private static Study read(DicomObject object) throws IOException {
    FilesInMemory files = new FilesInMemory();
    return new StudyReader(files, SiteFiles.shipped())
        .read(files.receive(object.file()))
        .orElseThrow();
  }

  private static List<Integer> shownFrames(Study study) {
    return new ImageSelection(SiteFiles.shipped(), 85)
        .choose(SampleRecords.report("A", "FINDINGS: Normal."), List.of(study)).stream()
            .map(Instance::shownFrame)
            .toList();
  }

  @Test
  void aClassicSlice() throws Exception {
    DicomObject object =
        CtPhantom.slice(PhantomStudy.chest("P"), 3, 7, CtPhantom.AXIAL, "-16\\-16\\-12.5", false)
            .text(0x0008103E, "LO", "Lung 1.25");
    SliceTags slices = read(object).instances().get(0).slices();
    assertEquals(3, slices.seriesNumber());
    assertEquals("Lung 1.25", slices.seriesDescription());
    assertEquals(List.of("ORIGINAL", "PRIMARY", "AXIAL"), slices.imageType());
    assertEquals(List.of(new Plane(0, 0, 1, -12.5)), slices.planes());
  }

  @Test
  void withoutOneOfTheTwoThereIsNoPlane() throws Exception {
    for (String orientation : List.of("", "1\\0\\0\\1\\0\\0", "1\\0\\0", "x\\0\\0\\0\\1\\0")) {
      DicomObject object =
          CtPhantom.slice(PhantomStudy.chest("P"), 3, 7, orientation, "0\\0\\0", false);
      assertEquals(List.of(), read(object).instances().get(0).slices().planes());
    }
  }

  /** The orientation of all frames, the position of each: oblique, and against the vector. */
  @Test
  void anEnhancedObject() throws Exception {
    DicomObject object =
        enhanced()
            .sequence(
                0x52009229,
                new DicomObject()
                    .sequence(
                        0x00209116,
                        new DicomObject().text(ORIENTATION, "DS", "0.8\\0.6\\0\\0\\0\\-1")))
            .sequence(
                0x52009230,
                IntStream.range(0, FRAMES)
                    .mapToObj(i -> frame(-0.6 * 10 * -i + "\\" + 0.8 * 10 * -i + "\\0"))
                    .toArray(DicomObject[]::new));
    Study study = read(object);
    List<Plane> planes = study.instances().get(0).slices().planes();
    assertEquals(FRAMES, planes.size());
    assertEquals(-0.6, planes.get(0).x(), 1e-9);
    assertEquals(0.8, planes.get(0).y(), 1e-9);
    assertEquals(-50, planes.get(5).at(), 1e-9);
    assertEquals(List.of(0, 1, 2, 3, 4, 5), shownFrames(study));
  }

  /** The groups of some frames are missing: nothing is guessed. */
  @Test
  void framesWithoutGroupsHaveNoPlanes() throws Exception {
    Study study = read(enhanced().sequence(0x52009230, frame("0\\0\\0"), frame("0\\0\\1")));
    assertTrue(study.instances().get(0).slices().planes().isEmpty());
    assertEquals(List.of(FRAMES / 2), shownFrames(study), "the middle one, as of any other object");
  }

  private static DicomObject frame(String position) {
    return new DicomObject().sequence(0x00209113, new DicomObject().text(POSITION, "DS", position));
  }

  private static DicomObject enhanced() {
    return CtPhantom.slice(PhantomStudy.chest("P"), 3, 1, CtPhantom.AXIAL, "0\\0\\0", false)
        .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
        .text(0x00280008, "IS", "" + FRAMES)
        .without(POSITION)
        .without(ORIENTATION);
  }
}
