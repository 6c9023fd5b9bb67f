package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ImageStoreFeature;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.settings.Settings;

class DicomFeatureTest {
  private static final Journal NONE = null;

  @TempDir Path home;

  private void start(String aet) throws Exception {
    Settings settings =
        Settings.load(null, Map.of(), Map.of("rtl.dicom.aet", aet, "rtl.home", home.toString()));
    ImageStoreFeature feature = new DicomProvider().create(settings, SiteFiles.shipped());
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.start();
      feature.started(
          new Host(
              camel,
              NONE,
              new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
              home,
              ListenerPorts.NONE));
    }
  }

  /** Reports would wait for images that cannot come. */
  @Test
  void settingsWithoutTheRouteAreRefused() throws Exception {
    Settings.Wrong error = assertThrows(Settings.Wrong.class, () -> start("RTL"));
    assertTrue(error.getMessage().contains("dicom-store.yaml"), error.getMessage());
    start("");
  }
}
