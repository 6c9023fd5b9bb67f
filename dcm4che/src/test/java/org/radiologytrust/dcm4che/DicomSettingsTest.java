package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.settings.Settings;

class DicomSettingsTest {
  /** Values that stop the start; the file rtl.dicom.folder is checked when it is used. */
  private static final String WRONG =
      """
      rtl.dicom.aet, 'ABCDEFGHIJKLMNOPQ'
      rtl.dicom.aet, 'A\\B'
      rtl.dicom.aet, 'MÜLLER'
      rtl.dicom.host, ''
      rtl.dicom.port, 65536
      rtl.dicom.callers, 'CT1'
      rtl.dicom.callers, ''
      rtl.dicom.tls.certificate, cert.pem
      rtl.dicom.tls.key, key.pem
      rtl.dicom.tls.trusted, ca.pem
      rtl.dicom.transfer-syntaxes, JPEG
      rtl.dicom.max-associations, 0
      rtl.dicom.pdu-length, 100
      rtl.dicom.idle, 0s
      rtl.dicom.max-object, 10
      rtl.dicom.min-free, -1
      rtl.dicom.quiet, soon
      rtl.dicom.retention, 30 days
      """;

  private static Settings settings(String... more) {
    Map<String, String> own = new java.util.HashMap<>(Map.of("rtl.dicom.aet", "RTL"));
    for (int i = 0; i < more.length; i += 2) {
      own.put(more[i], more[i + 1]);
    }
    return Settings.load(null, Map.of(), own);
  }

  @ParameterizedTest
  @CsvSource(textBlock = WRONG)
  void aWrongValueStopsTheStart(String key, String value) {
    Settings.Wrong wrong =
        assertThrows(Settings.Wrong.class, () -> DicomSettings.of(settings(key, value)));
    assertTrue(wrong.getMessage().contains("rtl.dicom."), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("\n"));
  }

  @Test
  void eachSettingHasAWrongValue() {
    Set<String> checked = new TreeSet<>(List.of("rtl.dicom.folder"));
    WRONG.lines().forEach(line -> checked.add(line.substring(0, line.indexOf(','))));
    assertEquals(Set.copyOf(settings().keys("rtl.dicom.")), Set.copyOf(checked));
  }

  @Test
  void theDefaults() {
    DicomSettings defaults =
        DicomSettings.of(Settings.load(null, Map.of(), Map.of("rtl.home", "/data")));
    assertFalse(defaults.configured());
    assertEquals(Path.of("/data/dicom"), defaults.folder());
    assertEquals(FrameReader.transferSyntaxes(), defaults.accepted());
    assertEquals(Duration.ofSeconds(60), defaults.quiet());
    assertEquals(Optional.empty(), defaults.retention());
    assertTrue(DicomSettings.of(settings()).configured());
  }

  @Test
  void withoutAnAeTitleThereAreNoImages() {
    Settings off = settings("rtl.dicom.aet", "");
    DicomFeature feature = new DicomFeature(DicomSettings.of(off), SiteFiles.shipped());
    assertFalse(feature.configured());
    assertEquals(ImageSource.NONE, feature.images());
    assertEquals(ImageArchive.NONE, feature.archive());
    assertEquals("false", feature.placeholders().get("rtl.dicom.enabled"));
  }

  @Test
  void aDiskThatIsFullIsSaid() {
    assertEquals("", problems("rtl.home", "/tmp", "rtl.dicom.min-free", "0"));
    assertTrue(
        problems("rtl.home", "/tmp", "rtl.dicom.min-free", "" + Long.MAX_VALUE)
            .contains("rtl.dicom.min-free"));
    assertTrue(problems("rtl.dicom.folder", "/dev/null/x").contains("rtl.dicom.folder"));
  }

  private static String problems(String... own) {
    DicomFeature feature = new DicomFeature(DicomSettings.of(settings(own)), SiteFiles.shipped());
    return String.join(
        "",
        feature.checks().stream()
            .map(SelfCheck::ask)
            .flatMap(List::stream)
            .flatMap(r -> r.isBroken() ? Stream.of(r.message()) : Stream.empty())
            .toList());
  }
}
