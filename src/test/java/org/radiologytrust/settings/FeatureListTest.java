package org.radiologytrust.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureListTest {
  private static Settings settings(String... keyValues) {
    Map<String, String> own = new TreeMap<>();
    for (int i = 0; i < keyValues.length; i += 2) {
      own.put(keyValues[i], keyValues[i + 1]);
    }
    return Settings.load(null, Map.of(), own);
  }

  private static String refused(Settings settings) {
    return assertThrows(Settings.Wrong.class, () -> FeatureList.of(settings).applied(settings))
        .getMessage();
  }

  @Test
  void shippedListStartsWithTheShippedSettings() {
    Settings shipped = settings();
    Settings applied = FeatureList.of(shipped).applied(shipped);
    assertEquals("2575", applied.text("rtl.mllp.port"));
    assertEquals("ollama", applied.text("rtl.model.wire"));
  }

  @Test
  void settingOfWhatIsNotListedStopsTheStartWithTheLineToWrite() {
    assertEquals(
        "rtl.kafka.brokers is set, but rtl.features does not list kafka:"
            + " write rtl.features=mllp,page,kafka, or remove the setting",
        refused(settings("rtl.features", "page, mllp", "rtl.kafka.brokers", "broker:9092")));
  }

  @Test
  void lineToWriteNamesAllThatIsMissing() {
    String refused =
        refused(
            settings(
                "rtl.features", "mllp",
                "rtl.orthanc.url", "http://127.0.0.1:8042",
                "rtl.fhir.server", "http://127.0.0.1:8090/fhir"));
    assertTrue(refused.contains("write rtl.features=mllp,orthanc,fhir-out,"), refused);
  }

  @Test
  void listThatIsMissingStopsTheStart() {
    assertEquals("rtl.features is empty: set it", refused(settings("rtl.features", "")));
  }

  @Test
  void unknownFeatureIsNamedWithThoseThatExist() {
    String refused = refused(settings("rtl.features", "mllp,fax"));
    assertTrue(
        refused.startsWith("rtl.features: there is no feature fax: list some of mllp,fhir,"));
  }

  @Test
  void listedPeerWithoutItsAddressStopsTheStart() {
    assertEquals(
        "rtl.features lists orthanc, but rtl.orthanc.url is empty: set it",
        refused(settings("rtl.features", "mllp,orthanc")));
  }

  @Test
  void whatIsNotListedIsOff() {
    Settings few = settings("rtl.features", "page");
    Settings applied = FeatureList.of(few).applied(few);
    assertEquals("0", applied.text("rtl.mllp.port"));
    assertEquals("none", applied.text("rtl.model.wire"));
    assertFalse(FeatureList.of(few).has(FeatureList.Name.MLLP));
  }

  @Test
  void settingsOfOthersCanBeLeftOut() {
    Settings site =
        settings("rtl.features", "page", "rtl.kafka.brokers", "b:1", "rtl.kafka.user", "u");
    Settings without = FeatureList.withoutOthers(site);
    assertEquals("", without.text("rtl.kafka.brokers"));
    assertEquals(List.of(), FeatureList.of(without).missing(without));
  }

  @Test
  void limitOfWhatIsNotListedIsNoReasonToStop() {
    Settings site = settings("rtl.features", "page", "rtl.orthanc.poll", "5s");
    assertEquals(List.of(), FeatureList.of(site).missing(site));
  }

  @ParameterizedTest
  @EnumSource
  void eachSettingOfItsOwnIsMissedWhereItIsNotListed(FeatureList.Name name) {
    Settings shipped = settings("rtl.features", "tracing");
    List<String> keys =
        shipped.keys("rtl.").stream()
            .filter(name::owns)
            .filter(key -> !shipped.text(key).matches("\\d+(ms|[smhd])?"))
            .toList();
    for (String key : keys) {
      Settings set =
          settings(
              "rtl.features", name == FeatureList.Name.TRACING ? "mllp" : "tracing", key, "other");
      assertEquals(List.of(name), FeatureList.of(set).missing(set), key);
    }
  }
}
