package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.GoldenImages.Golden;
import org.radiologytrust.model.Instance;

/** Every level of every recipe is the one that was worked out with numpy; none may differ. */
public abstract class GoldenImagesContract extends DicomStoreContract {
  static List<Golden> images() throws IOException {
    return GoldenImages.all();
  }

  @ParameterizedTest
  @MethodSource("images")
  void theLevelsAreThoseOfNumpy(Golden image) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (String name : image.files()) {
      files.add(GoldenImages.file(name));
    }
    assertLevels(image, files);
  }

  final void assertLevels(Golden image, List<byte[]> files) throws Exception {
    List<String> ids = new ArrayList<>();
    for (byte[] file : files) {
      ids.add(under().receive(file));
    }
    try {
      DicomImages images = new DicomImages(store(), SiteFiles.shipped());
      byte[] png = images.png(instance(ids.get(image.shown())));
      assertArrayEquals(image.rgb(), rgb(png, image.side()));
    } finally {
      for (String id : ids) {
        under().delete(id);
      }
    }
  }

  private Instance instance(String id) throws IOException {
    return new StudyReader(store(), SiteFiles.shipped())
        .read(under().studyOf(id)).orElseThrow().instances().stream()
            .filter(image -> image.storeId().equals(id))
            .findFirst()
            .orElseThrow();
  }

  /** As who reads the PNG as RGB. */
  private static byte[] rgb(byte[] png, int side) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(side, image.getWidth());
    assertEquals(side, image.getHeight());
    Raster raster = image.getRaster();
    assertTrue(raster.getNumBands() == 1 || raster.getNumBands() == 3);
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < rgb.length; i++) {
      int band = raster.getNumBands() == 1 ? 0 : i % 3;
      rgb[i] = (byte) raster.getSample(i / 3 % side, i / 3 / side, band);
    }
    return rgb;
  }
}
