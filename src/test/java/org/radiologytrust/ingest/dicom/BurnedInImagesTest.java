package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageChoice;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.step.ImageCoverage;
import org.radiologytrust.settings.Settings;

/** Objects whose tags say that their pixels name the patient. */
class BurnedInImagesTest {
  /** Seven slices of CT with these values of BurnedInAnnotation. */
  private static Study read(String... values) throws IOException {
    FilesInMemory files = new FilesInMemory();
    String id = "";
    for (int i = 0; i < values.length; i++) {
      id =
          files.receive(
              CtPhantom.slice(
                      PhantomStudy.chest("B"), 3, i + 1, CtPhantom.AXIAL, "0\\0\\" + i, false)
                  .text(0x00280301, "CS", values[i])
                  .file());
    }
    return new StudyReader(files, SiteFiles.shipped()).read(id).orElseThrow();
  }

  private static List<Instance> choose(Map<String, String> own, Study study) {
    ImageChoice choice = ImageSelection.of(Settings.load(null, Map.of(), own), SiteFiles.shipped());
    return choice
        .sharedBy(1)
        .choose(SampleRecords.report("A", "FINDINGS: Normal."), List.of(study));
  }

  private static List<Integer> numbers(List<Instance> images) {
    return images.stream().map(Instance::instanceNumber).toList();
  }

  @Test
  void theyAreSentOrLeftOutAsTheSettingSays() throws Exception {
    Study some = read("NO", "YES", "NO", "", "NO", "NO", "YES ");
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), numbers(choose(Map.of(), some)));
    Map<String, String> out = Map.of("rtl.images.burned-in", "leave-out");
    List<Instance> shown = choose(out, some);
    assertEquals(List.of(1, 3, 4, 5, 6), numbers(shown), "what says nothing is sent");
    assertEquals("Only 5 of 7 images were shown", lack(some, shown));
    assertEquals(List.of(), choose(out, read("YES", "YES", "YES", "YES", "YES")));
    assertEquals(List.of(2), numbers(choose(out, read("YES", "NO"))), "single images, too");
  }

  private static String lack(Study study, List<Instance> shown) {
    return ImageCoverage.of(List.of(study), shown).lack().replaceAll(";.*", "");
  }
}
