package org.radiologytrust.ingest.dicom.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;

class ImageSelectionTest {
  private static final String DX = "1.2.840.10008.5.1.4.1.1.1.1";
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

  @Test
  void aStackIsSpreadEvenly() {
    List<Instance> stack = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stack.add(image("s1", CT, "CT", "", i));
    }
    assertEquals(List.of("s1.12", "s1.37", "s1.62", "s1.87"), choose(4, stack));
    assertEquals(List.of("s1.50"), choose(1, stack));
  }

  @Test
  void eachViewOnceBeforeAnyTwice() {
    List<Instance> images =
        List.of(
            image("s1", DX, "DX", "PA", 1),
            image("s2", DX, "DX", "PA", 1),
            image("s3", DX, "DX", "LL", 1),
            image("s3", DX, "DX", "LL", 2));
    assertEquals(List.of("s1.1", "s3.2"), choose(2, images));
    assertEquals(List.of("s1.1", "s2.1", "s3.2"), choose(3, images));
    assertEquals(List.of("s1.1", "s2.1", "s3.1", "s3.2"), choose(4, images));
  }

  @Test
  void rawImagesOnlyWhereNothingElseIsThere() {
    Instance raw = image("s1", DX + ".1", "DX", "PA", 1);
    Instance shown = image("s2", DX, "DX", "PA", 1);
    assertEquals(List.of("s2.1"), choose(4, List.of(raw, shown)));
    assertEquals(List.of("s1.1"), choose(4, List.of(raw)));
  }

  @Test
  void severalStudiesShareTheNumber() {
    Study first = study(List.of(image("s1", DX, "DX", "PA", 1), image("s2", DX, "DX", "LL", 1)));
    Study second = study(List.of(image("t1", CT, "CT", "", 1), image("t1", CT, "CT", "", 2)));
    List<Instance> chosen = new ImageSelection(3).choose(List.of(first, second));
    assertEquals(
        List.of("s1.1", "s2.1", "t1.2"), chosen.stream().map(Instance::sopInstanceUid).toList());
  }

  @Test
  void nothingFromNothing() {
    assertEquals(List.of(), choose(4, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new ImageSelection(0));
  }

  private static List<String> choose(int max, List<Instance> images) {
    return new ImageSelection(max)
        .choose(study(images)).stream().map(Instance::sopInstanceUid).toList();
  }

  private static Study study(List<Instance> images) {
    return new Study("1", "A", null, null, "", true, images);
  }

  private static Instance image(
      String series, String sopClass, String modality, String view, int number) {
    return new Instance(
        series + "." + number, series, sopClass, modality, "", "", "", view, number, 1, "");
  }
}
