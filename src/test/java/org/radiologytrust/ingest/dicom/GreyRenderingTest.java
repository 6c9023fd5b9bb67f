package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Each branch of PS3.3 C.11.1 and C.11.2, against values worked out by hand. */
class GreyRenderingTest {
  private final ObjectNode tags =
      new ObjectMapper().createObjectNode().put("PhotometricInterpretation", "MONOCHROME2");

  @Test
  void linearIsTheStandardsFormula() {
    tags.put("WindowCenter", "2048").put("WindowWidth", "4096");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0, grey.at(0));
    assertEquals(0, brightness(0, 2048, 4096));
    assertEquals((2048 - 2047.5) / 4095 + 0.5, grey.at(2048), 1e-6);
    assertEquals(1, grey.at(4095));
    assertEquals(1, grey.at(65535));
  }

  @Test
  void linearOfWidthOneIsAThreshold() {
    tags.put("WindowCenter", "100").put("WindowWidth", "1");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0, grey.at(99));
    assertEquals(1, grey.at(100));
  }

  @Test
  void linearExact() {
    tags.put("WindowCenter", "100").put("WindowWidth", "200").put("VOILUTFunction", "LINEAR_EXACT");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0, grey.at(0));
    assertEquals(0.25, grey.at(50), 1e-6);
    assertEquals(1, grey.at(200));
  }

  @Test
  void sigmoid() {
    tags.put("WindowCenter", "100").put("WindowWidth", "200").put("VOILUTFunction", "SIGMOID");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0.5, grey.at(100), 1e-6);
    assertEquals(1 / (1 + Math.exp(-2)), grey.at(200), 1e-6);
  }

  @Test
  void theFirstUsableWindowOfSeveral() {
    tags.put("WindowCenter", "5\\100\\9").put("WindowWidth", "0\\201\\9");
    GreyRendering grey = grey(false, null, null);
    assertEquals((99 - 99.5) / 200 + 0.5, grey.at(99), 1e-6);
    assertEquals(1, grey.at(200));
  }

  @Test
  void rescaleComesBeforeTheWindow() {
    tags.put("RescaleSlope", "2").put("RescaleIntercept", "-1024");
    tags.put("WindowCenter", "0").put("WindowWidth", "100").put("VOILUTFunction", "LINEAR_EXACT");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0.5, grey.at(512), 1e-6);
    assertEquals(0.52, grey.at(513), 1e-6);
  }

  @Test
  void signedValues() {
    tags.put("WindowCenter", "0").put("WindowWidth", "200").put("VOILUTFunction", "LINEAR_EXACT");
    GreyRendering grey = grey(true, null, null);
    assertEquals(0.25, grey.at(0xFFFF & -50), 1e-6);
    assertEquals(0.75, grey.at(50), 1e-6);
  }

  @Test
  void aModalityLutWinsOverRescale() {
    tags.put("RescaleSlope", "7").put("RescaleIntercept", "7");
    tags.put("WindowCenter", "50").put("WindowWidth", "100").put("VOILUTFunction", "LINEAR_EXACT");
    LookupTable table = new LookupTable(10, 255, new int[] {0, 30, 100});
    GreyRendering grey = grey(false, table, null);
    assertEquals(0, grey.at(0));
    assertEquals(0.3, grey.at(11), 1e-6);
    assertEquals(1, grey.at(500));
  }

  @Test
  void aVoiLutWinsOverWindows() {
    tags.put("WindowCenter", "50").put("WindowWidth", "100");
    LookupTable table = new LookupTable(0, 1023, new int[] {1023, 0, 512});
    GreyRendering grey = grey(false, null, table);
    assertEquals(1, grey.at(0));
    assertEquals(0, grey.at(1));
    assertEquals(512 / 1023.0, grey.at(2), 1e-6);
  }

  @Test
  void monochrome1IsInverted() {
    tags.put("PhotometricInterpretation", "MONOCHROME1").put("PresentationLUTShape", "INVERSE");
    tags.put("WindowCenter", "50").put("WindowWidth", "100").put("VOILUTFunction", "LINEAR_EXACT");
    GreyRendering grey = grey(false, null, null);
    assertEquals(1, grey.at(0));
    assertEquals(0.75, grey.at(25), 1e-6);
  }

  @Test
  void anInversePresentationIsInverted() {
    tags.put("PresentationLUTShape", "INVERSE");
    tags.put("WindowCenter", "50").put("WindowWidth", "100").put("VOILUTFunction", "LINEAR_EXACT");
    assertEquals(1, grey(false, null, null).at(0));
  }

  @Test
  void paddingIsBlackAlsoWhenInverted() {
    tags.put("PhotometricInterpretation", "MONOCHROME1").put("PixelPaddingValue", "0");
    tags.put("PixelPaddingRangeLimit", "3").put("WindowCenter", "50").put("WindowWidth", "100");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0, grey.at(0));
    assertEquals(0, grey.at(3));
    assertEquals(1 - brightness(4, 50, 100), grey.at(4), 1e-6);
  }

  @Test
  void paddingOfSignedPixelsWrittenAsUnsigned() {
    tags.put("PixelPaddingValue", "63536").put("WindowCenter", "-2000").put("WindowWidth", "10");
    GreyRendering grey = grey(true, null, null);
    assertEquals(0, grey.at(63536));
    assertEquals(brightness(-1999, -2000, 10), grey.at(63537), 1e-6);
  }

  @Test
  void paddingMayBeOutsideTheStoredBits() {
    tags.put("BitsStored", "12").put("PixelPaddingValue", "63536");
    tags.put("WindowCenter", "2048").put("WindowWidth", "4096");
    GreyRendering grey = grey(false, null, null);
    assertEquals(0, grey.at(63536));
    assertEquals(brightness(63537 & 0xFFF, 2048, 4096), grey.at(63537), 1e-6);
    assertTrue(Float.isNaN(grey.forPeople().values()[63536]));
  }

  /** 0 to 999 once each: the 0.5th percentile is 5, the 99.5th 994. */
  @Test
  void withoutAWindowThePercentilesAreTheRange() {
    GreyRendering grey = new GreyRendering(ramp(), new DicomTags(tags), false, null, null);
    assertEquals(0, grey.at(5));
    assertEquals(0, grey.at(0));
    assertEquals((500 - 5) / 989.0, grey.at(500), 1e-6);
    assertEquals(1, grey.at(994));
  }

  @Test
  void paddingIsLeftOutOfThePercentiles() {
    tags.put("PixelPaddingValue", "0").put("PixelPaddingRangeLimit", "499");
    GreyRendering grey = new GreyRendering(ramp(), new DicomTags(tags), false, null, null);
    assertEquals(0, grey.at(502));
    assertEquals(1, grey.at(997));
    assertEquals((750 - 502) / 495.0, grey.at(750), 1e-6);
  }

  @Test
  void aFlatImageIsMidGrey() {
    assertEquals(0.5, grey(false, null, null).at(7));
  }

  private static PamImage ramp() {
    byte[] body = new byte[2000];
    for (int i = 0; i < 1000; i++) {
      body[2 * i] = (byte) (i >> 8);
      body[2 * i + 1] = (byte) i;
    }
    return new PamImage(1000, 1, 1, 65535, body, 0);
  }

  private GreyRendering grey(boolean signed, LookupTable modality, LookupTable voi) {
    PamImage pam = new PamImage(1, 1, 1, 65535, new byte[] {0, 7}, 0);
    return new GreyRendering(pam, new DicomTags(tags), signed, modality, voi);
  }

  private static double brightness(double value, double center, double width) {
    return VoiLut.linear(center, width).apply(value);
  }
}
