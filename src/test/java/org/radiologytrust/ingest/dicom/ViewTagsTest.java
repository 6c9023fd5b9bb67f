package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.model.Instance;

/** Which view and which side of the body is read from the tags of an object. */
class ViewTagsTest {
  private static Instance read(DicomObject object) throws Exception {
    FilesInMemory files = new FilesInMemory();
    return new StudyReader(files, SiteFiles.shipped())
        .read(files.receive(object.file()))
        .orElseThrow()
        .instances()
        .get(0);
  }

  private static DicomObject coded(String position, String code) {
    return TestObjects.grey(1, 1, 1)
        .text(0x00185101, "CS", position)
        .sequence(0x00540220, new DicomObject().text(0x00080100, "SH", code));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 399368009, MLO",
    "'', R-10242, CC",
    "'', 272479007, PA",
    "AP, 272479007, AP",
    "'', 4711, ''"
  })
  void theViewIsThePositionOrElseTheCode(String position, String code, String view)
      throws Exception {
    assertEquals(view, read(coded(position, code)).viewPosition());
  }

  /** As in a tomosynthesis of a breast. */
  @Test
  void theSideOfAnEnhancedObjectIsThatOfItsFrames() throws Exception {
    DicomObject anatomy =
        new DicomObject().sequence(0x00209071, new DicomObject().text(0x00209072, "CS", "R"));
    Instance image =
        read(TestObjects.grey(1, 1, 1).text(0x00200062, "CS", "").sequence(0x52009229, anatomy));
    assertEquals("R", image.side());
  }
}
