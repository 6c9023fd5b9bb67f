package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;

/**
 * Two acquisitions in one series of MR at the same places: the first has a bright middle, all of
 * the second is dark. The model is shown one of them, in its own levels.
 */
class MrAcquisitionsTest {
  private static final int PLACES = 6;

  private final FilesInMemory files = new FilesInMemory();

  private static DicomObject slice(int number, int place, boolean first) {
    return CtPhantom.slice(
            PhantomStudy.chest("MR"), 3, number, CtPhantom.AXIAL, "-16\\-16\\" + 4 * place, first)
        .text(0x00080060, "CS", "MR")
        .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4");
  }

  private static byte[] real(double value) {
    return ByteBuffer.allocate(Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(value)
        .array();
  }

  private static DicomObject told(String keyword, boolean first, DicomObject object) {
    return switch (keyword) {
      case "b-value" -> object.bytes(0x00189087, "FD", real(first ? 0 : 1000));
      case "echo" -> object.text(0x00180081, "DS", first ? "13" : "85.0");
      case "temporal position" -> object.text(0x00200100, "IS", first ? "1" : "2");
      case "nothing" -> object;
      default -> throw new AssertionError(keyword);
    };
  }

  /** Both images of each place one after the other, the acquisition that begins first bright. */
  private Study read(String keyword) throws IOException {
    String id = "";
    for (int i = 0; i < 2 * PLACES; i++) {
      boolean first = i % 2 == 0;
      id = files.receive(told(keyword, first, slice(i + 1, i / 2, first)).file());
    }
    return new StudyReader(files, SiteFiles.shipped()).read(id).orElseThrow();
  }

  private static List<Instance> shown(Study study, String report) {
    return new ImageSelection(SiteFiles.shipped(), 85)
        .choose(SampleRecords.report("A", "FINDINGS: " + report), List.of(study));
  }

  private int middle(Instance image) throws IOException {
    byte[] png = new DicomImages(files, SiteFiles.shipped()).png(image);
    var pixels = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
    return pixels.getSample(pixels.getWidth() / 2, pixels.getHeight() / 2, 0);
  }

  private static List<Integer> numbers(List<Instance> images) {
    return images.stream().map(Instance::instanceNumber).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({"b-value", "echo", "temporal position"})
  void oneAcquisitionIsShownFromItsOwnLowestToItsOwnHighestValue(String keyword) throws Exception {
    Study study = read(keyword);
    List<Instance> first = shown(study, "Normal.");
    assertEquals(List.of(1, 3, 5, 7, 9, 11), numbers(first));
    assertEquals(255, middle(first.get(2)));
    List<Instance> named = shown(study, "Restricted diffusion (series 3, image 6).");
    assertEquals(List.of(2, 4, 6, 8, 10, 12), numbers(named));
    assertEquals(255, middle(named.get(2)), "in the range of the whole series it would be 48");
  }

  @Test
  void withoutSuchTagsTheSeriesIsOneAcquisition() throws Exception {
    Study study = read("nothing");
    List<Instance> shown = shown(study, "Normal.");
    assertEquals(List.of(1, 3, 5, 7, 9, 11), numbers(shown), "of several at one place, one");
    Instance dark =
        study.instances().stream().filter(i -> i.instanceNumber() == 6).findFirst().get();
    assertEquals(48, middle(dark));
  }

  @Test
  void framesOfOneObjectHaveAcquisitionsToo() throws Exception {
    DicomObject[] frames =
        IntStream.range(0, 2 * PLACES)
            .mapToObj(
                i ->
                    new DicomObject()
                        .sequence(
                            0x00189117,
                            new DicomObject().bytes(0x00189087, "FD", real(i < PLACES ? 0 : 1000)))
                        .sequence(
                            0x00209113,
                            new DicomObject().text(0x00200032, "DS", "0\\0\\" + 4 * (i % PLACES))))
            .toArray(DicomObject[]::new);
    DicomObject object =
        slice(1, 0, true)
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4.1")
            .text(0x00280008, "IS", "" + frames.length)
            .without(0x00200032)
            .sequence(0x52009230, frames);
    Study study =
        new StudyReader(files, SiteFiles.shipped())
            .read(files.receive(object.file()))
            .orElseThrow();
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5),
        shown(study, "Normal.").stream().map(Instance::shownFrame).toList());
    assertEquals(
        List.of(6, 7, 8, 9, 10, 11),
        shown(study, "Dark (series 3, image 9).").stream().map(Instance::shownFrame).toList());
  }

  /** CT has no such acquisitions, whatever its tags say. */
  @Test
  void aSeriesOfCtIsOne() throws Exception {
    String id = "";
    for (int i = 0; i < PLACES; i++) {
      id =
          files.receive(
              told("temporal position", i % 2 == 0, slice(i + 1, i, true))
                  .text(0x00080060, "CS", "CT")
                  .file());
    }
    Study study = new StudyReader(files, SiteFiles.shipped()).read(id).orElseThrow();
    assertEquals(PLACES, shown(study, "Normal.").size());
  }
}
