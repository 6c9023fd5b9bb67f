package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** A report whose images are in an archive alone, through the whole product. */
@Tag("peers")
class ArchiveImagesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private static Map<String, String> settings(PrivateOrthanc ours, PrivateOrthanc archive) {
    Map<String, String> all = new HashMap<>();
    all.put("rtl.orthanc.url", ours.httpUrl().toString());
    all.put("rtl.orthanc.user", ours.user());
    all.put("rtl.orthanc.password", ours.password());
    all.put("rtl.images.source", "dicomweb");
    all.put("rtl.images.archive.url", archive.httpUrl() + "/dicom-web/");
    all.put("rtl.images.archive.user", archive.user());
    all.put("rtl.images.archive.password", archive.password());
    all.put("rtl.images.archive.poll", "100ms");
    all.put("rtl.images.wait", "10m");
    return all;
  }

  private static SelfCheckResult archive(List<SelfCheckResult> results) {
    return results.stream().filter(r -> r.peer().equals("archive")).findFirst().orElseThrow();
  }

  @Test
  void theReportIsAuditedWithThem() throws Exception {
    try (PrivateOrthanc archive = PrivateOrthanc.start(Duration.ofSeconds(1));
        PrivateOrthanc ours = PrivateOrthanc.start(Duration.ofSeconds(1))) {
      PhantomStudy study = PhantomStudy.chest("ACC1");
      Chest.store(archive, study, folder);
      Map<String, String> settings = settings(ours, archive);
      assertEquals(
          SelfCheckResult.State.OK,
          archive(Product.doctor(folder.resolve("doctor"), settings)).state());
      try (Product product = Product.start(folder.resolve("home"), settings)) {
        product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 0));
        await().atMost(LONG).until(() -> !product.summaries().isEmpty());
        assertTrue(
            product.summaries().get(0).getNote().stream()
                .noneMatch(note -> note.getText().contains("No image")),
            "it waited ten minutes for none");
      }
      settings.put("rtl.images.archive.password", "wrong");
      SelfCheckResult refused = archive(Product.doctor(folder.resolve("doctor"), settings));
      assertTrue(refused.isBroken());
      assertTrue(refused.message().contains("refuses our log-in"), refused.message());
    }
  }
}
