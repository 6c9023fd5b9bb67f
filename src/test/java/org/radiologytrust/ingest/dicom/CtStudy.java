package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;

/** A CT of 412 slices with a lesion on 9, and two localizers. */
public final class CtStudy {
  public static final int SLICES = 412;
  private static final int LESION_FROM = 200;
  private static final int LESION_TO = 209;

  private CtStudy() {}

  /** The slices from the head to the feet, in any order, and two localizers. */
  public static List<byte[]> files(PhantomStudy study) {
    List<byte[]> files = new ArrayList<>();
    for (int i = 1; i <= SLICES; i++) {
      int at = SLICES - i;
      boolean lesion = at >= LESION_FROM && at < LESION_TO;
      files.add(CtPhantom.slice(study, 3, i, CtPhantom.AXIAL, "-16\\-16\\" + at, lesion).file());
    }
    for (int i = 1; i <= 2; i++) {
      files.add(
          CtPhantom.slice(study, 1, i, CtPhantom.SAGITTAL, "0\\0\\0", false)
              .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER")
              .file());
    }
    Collections.shuffle(files, new Random(46));
    return files;
  }

  /** Requires that the model is shown the lesion, of the only study that an Orthanc has. */
  public static void assertShown(PrivateOrthanc orthanc) throws Exception {
    OrthancClient client = OrthancRest.client(orthanc);
    OrthancStore store = new OrthancStore(client);
    String first = client.changes(0, 1).changes().get(0).id();
    Study read =
        new StudyReader(store, SiteFiles.shipped()).read(client.studyOf(first)).orElseThrow();
    assertEquals(SLICES + 2, read.instances().size());
    List<Instance> chosen =
        new ImageSelection(SiteFiles.shipped(), 85)
            .choose(SampleRecords.report("CT412", "FINDINGS: Nodule."), List.of(read));
    assertEquals(85, chosen.size());
    DicomImages images = new DicomImages(store, SiteFiles.shipped());
    int lesions = 0;
    double above = Double.POSITIVE_INFINITY;
    for (Instance image : chosen) {
      assertEquals(3, image.slices().seriesNumber());
      double at = image.slices().planes().get(0).at();
      assertTrue(at < above, "from the head to the feet, as they are numbered");
      above = at;
      boolean lesion = at >= LESION_FROM && at < LESION_TO;
      assertEquals(lesion ? 191 : 0, blueOfTheMiddle(images.png(image)));
      lesions += lesion ? 1 : 0;
    }
    assertTrue(lesions >= 1, "none of the 9 slices of the lesion");
  }

  /** 60 HU is 191 of the range from 0 to 80. */
  private static int blueOfTheMiddle(byte[] png) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return image.getRaster().getSample(CtPhantom.SIDE / 2, CtPhantom.SIDE / 2, 2);
  }
}
