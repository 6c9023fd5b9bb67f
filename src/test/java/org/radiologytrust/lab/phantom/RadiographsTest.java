package org.radiologytrust.lab.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;

class RadiographsTest {
  /** Whoever changes the drawing writes them anew, and trains what has learned from it anew. */
  @Test
  void theCommittedPhantomsAreWhatIsDrawn() throws Exception {
    Map<String, byte[]> drawn = CommittedPhantoms.files();
    for (Map.Entry<String, byte[]> file : drawn.entrySet()) {
      Path committed = CommittedPhantoms.FOLDER.resolve(file.getKey());
      assertArrayEquals(file.getValue(), Files.readAllBytes(committed), file.getKey());
    }
    try (Stream<Path> there = Files.list(CommittedPhantoms.FOLDER)) {
      assertEquals(drawn.size(), there.count());
    }
  }

  @Test
  void aPngHasTheWholeWindow() throws Exception {
    byte[] png = Radiographs.png(7, List.of(), 64, 78);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(BufferedImage.TYPE_BYTE_GRAY, image.getType());
    short[] pixels = Phantom.pixels(7, List.of(), 64, 78);
    for (int i = 0; i < pixels.length; i++) {
      int grey = image.getRaster().getSample(i % 64, i / 64, 0);
      assertEquals(pixels[i] * 255.0 / Phantom.MAX, grey, 0.501);
    }
  }

  @Test
  void eachFindingIsDrawnInAboutThreeOfTenAndLargeEnough() {
    List<List<Abnormality>> all = LongStream.range(0, 4000).mapToObj(Radiographs::draw).toList();
    for (String finding : Radiographs.FINDINGS) {
      long shown =
          all.stream().filter(d -> d.stream().anyMatch(a -> a.finding().equals(finding))).count();
      assertEquals(0.3, shown / 4000.0, 0.03, finding);
    }
    assertTrue(
        all.stream().flatMap(List::stream).allMatch(a -> a.size() >= 0.3 && a.size() <= 0.9));
    assertTrue(all.contains(List.of()), "some show nothing");
    assertEquals(all.get(5), Radiographs.draw(5));
  }

  @Test
  void anEffusionAndAPneumothoraxAreNotOnOneSide() {
    for (long seed = 0; seed < 4000; seed++) {
      Set<Side> effusions = new HashSet<>();
      Set<Side> pneumothoraces = new HashSet<>();
      for (Abnormality a : Radiographs.draw(seed)) {
        if (a.kind() == Kind.PLEURAL_EFFUSION) {
          effusions.add(a.side());
        } else if (a.kind() == Kind.PNEUMOTHORAX) {
          pneumothoraces.add(a.side());
        }
      }
      effusions.retainAll(pneumothoraces);
      assertTrue(effusions.isEmpty(), "seed " + seed);
    }
  }

  @Test
  void findingsHaveTheirNames() {
    for (Side side : Side.values()) {
      for (Kind kind : Kind.values()) {
        assertTrue(Radiographs.FINDINGS.contains(new Abnormality(kind, side, 1).finding()));
      }
    }
    assertEquals("right lung opacity", new Abnormality(Kind.OPACITY, Side.RIGHT, 1).finding());
    assertFalse(new Abnormality(Kind.CARDIOMEGALY, Side.LEFT, 1).finding().contains("left"));
  }
}
