package org.radiologytrust.lab.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;

class PhantomTest {
  private static final List<Abnormality> NONE = List.of();

  /** The normal image of seed 1. */
  private static final short[] NORMAL = Phantom.pixels(1, NONE);

  @Test
  void theSameBytesEachTime() throws Exception {
    byte[] file = DicomWriter.write(PhantomStudy.chest("ACC1"), NORMAL);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
    assertEquals(
        "93bbf4e50a7f46f34503736ad99b16b04f6cd1be23f8ca9a7cb3aa94fef6cda2",
        HexFormat.of().formatHex(digest));
  }

  @Test
  void anotherSeedIsAnotherImage() {
    assertFalse(Arrays.equals(NORMAL, Phantom.pixels(2, NONE)));
  }

  /** Of four pixels of the large image, and of one as large as they of the small one. */
  @Test
  void anotherSizeIsTheSamePatient() {
    Abnormality opacity = new Abnormality(Kind.OPACITY, Side.LEFT, 0.6);
    short[] large = Phantom.pixels(5, List.of(opacity), 512, 624);
    short[] small = Phantom.pixels(5, List.of(opacity), 256, 312);
    double difference = 0;
    for (int y = 0; y < 312; y++) {
      for (int x = 0; x < 256; x++) {
        int at = 2 * y * 512 + 2 * x;
        double mean = (large[at] + large[at + 1] + large[at + 512] + large[at + 513]) / 4.0;
        difference += Math.abs(mean - small[y * 256 + x]);
      }
    }
    assertTrue(difference / small.length < 0.01 * Phantom.MAX, "" + difference / small.length);
    assertThrows(IllegalArgumentException.class, () -> Phantom.pixels(5, NONE, 0, 10));
  }

  /** What a seed draws does not depend on what is shown: beyond the finding nothing changes. */
  @Test
  void aFindingChangesNothingElse() {
    short[] normal = Phantom.pixels(6, NONE, 224, 273);
    Abnormality opacity = new Abnormality(Kind.OPACITY, Side.RIGHT, 0.3);
    short[] changed = Phantom.pixels(6, List.of(opacity), 224, 273);
    int different = 0;
    for (int i = 0; i < normal.length; i++) {
      if (normal[i] != changed[i]) {
        different++;
        assertTrue(i % 224 < 112, "on the image's left alone");
      }
    }
    assertTrue(different > 500 && different < 7000, "pixels: " + different);
  }

  /** A rim without vessels, wide and dark enough to be seen at a model's 224 pixels. */
  @ParameterizedTest
  @EnumSource(Side.class)
  void aSmallPneumothoraxIsSeenInASmallImage(Side side) {
    for (long seed = 0; seed < 20; seed++) {
      short[] normal = Phantom.pixels(seed, NONE, 224, 224);
      Abnormality small = new Abnormality(Kind.PNEUMOTHORAX, side, 0.3);
      short[] changed = Phantom.pixels(seed, List.of(small), 224, 224);
      int darker = 0;
      int brighter = 0;
      for (int i = 0; i < normal.length; i++) {
        double change = (changed[i] - normal[i]) / (double) Phantom.MAX;
        if (change < -0.06) {
          darker++;
        } else if (change > 0.06) {
          brighter++;
        }
      }
      assertTrue(darker > 500, "seed " + seed + ", rim: " + darker);
      assertTrue(brighter > 100, "seed " + seed + ", line: " + brighter);
    }
  }

  @Test
  void pixelsHaveTwelveBits() {
    short[] pixels = Phantom.pixels(3, NONE);
    assertEquals(Phantom.WIDTH * Phantom.HEIGHT, pixels.length);
    for (short pixel : pixels) {
      assertTrue(pixel >= 0 && pixel <= Phantom.MAX);
    }
  }

  /** The patient's left is on the image's right, and what is abnormal is on the side it names. */
  @ParameterizedTest
  @CsvSource({
    "PLEURAL_EFFUSION, LEFT, 1",
    "PLEURAL_EFFUSION, RIGHT, 1",
    "OPACITY, LEFT, 1",
    "OPACITY, RIGHT, 1",
    "PNEUMOTHORAX, LEFT, -1",
    "PNEUMOTHORAX, RIGHT, -1"
  })
  void abnormalitiesShowOnTheirSide(Kind kind, Side side, int brighter) {
    short[] changed = Phantom.pixels(1, List.of(new Abnormality(kind, side, 0.6)));
    double own = change(NORMAL, changed, side);
    double other = change(NORMAL, changed, side == Side.LEFT ? Side.RIGHT : Side.LEFT);
    assertEquals(0, other, 1e-9);
    assertTrue(own * brighter > 2, "mean change " + own);
  }

  @Test
  void aWideHeartShowsOnBothSides() {
    short[] wide = Phantom.pixels(1, List.of(new Abnormality(Kind.CARDIOMEGALY, Side.LEFT, 0.5)));
    assertTrue(change(NORMAL, wide, Side.LEFT) > 10);
    assertTrue(change(NORMAL, wide, Side.RIGHT) > 10);
  }

  @Test
  void sizeIsBounded() {
    assertThrows(IllegalArgumentException.class, () -> new Abnormality(Kind.OPACITY, Side.LEFT, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Abnormality(Kind.OPACITY, Side.LEFT, 1.1));
  }

  @Test
  void elementsAreWrittenInOrderWhateverTheCalls() {
    DicomObject a = new DicomObject().text(0x00080016, "UI", "1.2").text(0x00080018, "UI", "1.3");
    DicomObject b = new DicomObject().text(0x00080018, "UI", "1.3").text(0x00080016, "UI", "1.2");
    assertArrayEquals(a.file(), b.file());
    assertThrows(IllegalStateException.class, () -> a.without(0x00080018).file());
  }

  @Test
  void uidsAreOfUuids() {
    assertTrue(Uids.random().matches("2\\.25\\.[1-9][0-9]{1,38}"));
    assertEquals(Uids.named("a"), Uids.named("a"));
  }

  private static double change(short[] before, short[] after, Side side) {
    double sum = 0;
    int from = side == Side.RIGHT ? 0 : Phantom.WIDTH / 2;
    for (int y = 0; y < Phantom.HEIGHT; y++) {
      for (int x = from; x < from + Phantom.WIDTH / 2; x++) {
        sum += after[y * Phantom.WIDTH + x] - before[y * Phantom.WIDTH + x];
      }
    }
    return sum / (Phantom.HEIGHT * Phantom.WIDTH / 2.0);
  }
}
