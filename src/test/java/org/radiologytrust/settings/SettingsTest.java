package org.radiologytrust.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path folder;

  private Settings load(String file, Map<String, String> environment) throws Exception {
    Path path = folder.resolve("application.properties");
    Files.writeString(path, file);
    return Settings.load(path, environment, Map.of());
  }

  @Test
  void contractOfTheDefaults() throws Exception {
    Settings s = load("", Map.of());
    assertEquals("./var", s.text("rtl.home"));
    assertEquals("main", s.text("rtl.site"));
    assertEquals(2575, s.port("rtl.mllp.port"));
    assertEquals(8080, s.port("rtl.http.port"));
    assertEquals(8081, s.port("rtl.management.port"));
    assertEquals("127.0.0.1", s.text("rtl.http.host"));
    assertEquals(Duration.ofMinutes(15), s.duration("rtl.images.wait"));
    assertEquals("ollama", s.text("rtl.model.wire"));
    assertEquals("http://127.0.0.1:11434", s.urls("rtl.model.urls").get(0));
    assertEquals("medgemma1.5:4b-it-q8_0", s.text("rtl.model.base"));
    assertEquals("medgemma1.5:4b-it-q8_0", s.text("rtl.model.lora"));
    assertEquals(1, s.number("rtl.model.slots", 1, 9));
    assertEquals("", s.url("rtl.fhir.server"));
    assertEquals("", s.url("rtl.orthanc.url"));
  }

  @Test
  void limitsLieInAFileBesideTheOthers() throws Exception {
    Path limits = folder.resolve("limits.properties");
    Files.writeString(limits, "rtl.audit.parallel=7\n");
    assertEquals("7", load("rtl.site=north\n", Map.of()).text("rtl.audit.parallel"));
    Files.writeString(limits, "rtl.audit.paralel=7\n");
    Settings.Wrong e = assertThrows(Settings.Wrong.class, () -> load("", Map.of()));
    assertTrue(e.getMessage().startsWith(limits + ": there is no setting"), e.getMessage());
  }

  @Test
  void firstDayHasAtMostSixtySettingsAndNoneTwice() throws Exception {
    Properties first = new Properties();
    Properties limits = new Properties();
    try (Reader a = Files.newBufferedReader(Path.of("config/application.properties"));
        Reader b = Files.newBufferedReader(Path.of("config/limits.properties"))) {
      first.load(a);
      limits.load(b);
    }
    assertTrue(first.size() <= 60, "settings: " + first.size());
    Set<Object> both = new HashSet<>(first.keySet());
    both.retainAll(limits.keySet());
    assertEquals(Set.of(), both);
  }

  @Test
  void periodMayBeForEverButNotNegative() throws Exception {
    Settings s = load("rtl.retention.messages=\nrtl.retention.answers=0\n", Map.of());
    assertEquals(Optional.empty(), s.optionalDuration("rtl.retention.messages"));
    assertEquals(Optional.empty(), s.optionalDuration("rtl.retention.answers"));
    assertEquals(Optional.of(Duration.ofDays(365)), s.optionalDuration("rtl.retention.quarantine"));
    Settings negative = load("rtl.retention.messages=PT-1H", Map.of());
    assertThrows(Settings.Wrong.class, () -> negative.optionalDuration("rtl.retention.messages"));
  }

  @Test
  void aNameOfBeforeStopsTheStartAndNamesTheNewOne() {
    String file =
        assertThrows(Settings.Wrong.class, () -> load("rtl.images.max=8", Map.of())).getMessage();
    assertTrue(
        file.endsWith(
            ": rtl.images.max has another name and meaning now: set rtl.images.max-slices instead"),
        file);
    String variable =
        assertThrows(Settings.Wrong.class, () -> load("", Map.of("RTL_IMAGES_MAX", "8")))
            .getMessage();
    assertTrue(variable.contains("RTL_IMAGES_MAX has another name"), variable);
    assertTrue(variable.endsWith("set rtl.images.max-slices instead"), variable);
  }

  @Test
  void environmentWinsOverTheFileAndTheCommandOverBoth() throws Exception {
    Path path = folder.resolve("application.properties");
    Files.writeString(path, "rtl.http.port=1\nrtl.site=file\n");
    Settings s =
        Settings.load(
            path,
            Map.of("RTL_HTTP_PORT", "2", "RTL_MLLP_PORT", "3", "RTL_MLLP_MAX_FRAME", "2048"),
            Map.of("rtl.mllp.port", "4"));
    assertEquals(2, s.port("rtl.http.port"));
    assertEquals(4, s.port("rtl.mllp.port"));
    assertEquals(2048, s.number("rtl.mllp.max-frame", 0, 9999));
    assertEquals("file", s.text("rtl.site"));
  }

  @Test
  void misspeltKeyIsNamedWithTheRightOne() {
    Settings.Wrong e =
        assertThrows(Settings.Wrong.class, () -> load("rtl.http.prot=9090", Map.of()));
    assertTrue(e.getMessage().contains("rtl.http.prot"), e.getMessage());
    assertTrue(e.getMessage().contains("did you mean rtl.http.port?"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void misspeltVariableIsNamedWithTheRightOne() throws Exception {
    Settings.Wrong e =
        assertThrows(Settings.Wrong.class, () -> load("", Map.of("RTL_HTTP_PROT", "9090")));
    assertTrue(e.getMessage().contains("RTL_HTTP_PROT"), e.getMessage());
    assertTrue(e.getMessage().contains("did you mean RTL_HTTP_PORT?"), e.getMessage());
    assertFalse(e.getMessage().contains("9090"), "no value: it may be a password");
    e =
        assertThrows(
            Settings.Wrong.class, () -> load("", Map.of("RTL_OPERATOR_PASWORD", "secret99")));
    assertTrue(e.getMessage().contains("did you mean RTL_OPERATOR_PASSWORD?"), e.getMessage());
    load(
        "",
        Map.of(
            "RTL_OPERATOR_PASSWORD",
            "x",
            "RTL_JAVA_OPTS",
            "",
            "RTL_LOG_LEVEL",
            "WARN",
            "RTL_LOG_FORMAT",
            "json",
            "PATH",
            ""));
  }

  @ParameterizedTest
  @CsvSource({"RTL_LOG_LEVEL,verbose", "RTL_LOG_FORMAT,xml"})
  void variablesOfTheLogAreListedAndChecked(String name, String wrong) throws Exception {
    Settings.Wrong e = assertThrows(Settings.Wrong.class, () -> load("", Map.of(name, wrong)));
    assertTrue(e.getMessage().startsWith(name + ": " + wrong + " is not one of "), e.getMessage());
    load("", Map.of(name, ""));
    String listed = Files.readString(Path.of("config/application.properties"));
    assertTrue(listed.contains("#   " + name + " "), name);
  }

  @ParameterizedTest
  @CsvSource({
    "rtl.http.port,99999",
    "rtl.http.port,abc",
    "rtl.images.wait,soon",
    "rtl.orthanc.url,host:8042"
  })
  void valueThatCannotBeUsedIsNamed(String key, String value) throws Exception {
    Settings s = load(key + "=" + value, Map.of());
    Settings.Wrong e =
        assertThrows(
            Settings.Wrong.class,
            () -> {
              s.url("rtl.orthanc.url");
              s.port("rtl.http.port");
              s.duration("rtl.images.wait");
            });
    assertTrue(e.getMessage().startsWith(key + ": " + value), e.getMessage());
  }

  @Test
  void secretsStayOutOfRoutesAndMessages() throws Exception {
    Settings s = load("rtl.fhir.password=hunter2\nrtl.fhir.token=t0ken", Map.of());
    assertFalse(s.forRoutes().containsValue("hunter2"));
    assertFalse(s.forRoutes().containsValue("t0ken"));
    Settings.Wrong e =
        assertThrows(Settings.Wrong.class, () -> s.number("rtl.fhir.password", 0, 1));
    assertFalse(e.getMessage().contains("hunter2"));
  }

  @Test
  void loginInAnAddressIsRefusedAndNotShown() throws Exception {
    Settings s = load("rtl.model.urls=http://a:11434, http://me:hunter2@b:11434", Map.of());
    Settings.Wrong e = assertThrows(Settings.Wrong.class, () -> s.urls("rtl.model.urls"));
    assertTrue(e.getMessage().startsWith("rtl.model.urls: "), e.getMessage());
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
  }

  @Test
  void whatAClusterSetsForAServiceNamedRtlIsNoSetting() throws Exception {
    Settings s =
        load(
            "",
            Map.of(
                "RTL_SERVICE_HOST", "10.0.0.1",
                "RTL_PORT", "tcp://10.0.0.1:8080",
                "RTL_PORT_8080_TCP_ADDR", "10.0.0.1",
                "RTL_HTTP_PORT", "9090"));
    assertEquals(9090, s.port("rtl.http.port"));
  }

  @Test
  void moduleBringsItsSettings() throws Exception {
    Settings s = load(module("rtl.dicom.port=0\n"), Map.of("RTL_DICOM_PORT", "104"), Map.of());
    assertEquals(104, s.port("rtl.dicom.port"));
    assertEquals("104", s.forRoutes().get("rtl.dicom.port"));
    Settings.Wrong e =
        assertThrows(
            Settings.Wrong.class,
            () -> load(module("rtl.dicom.port=0\n"), Map.of(), Map.of("rtl.dicom.prot", "1")));
    assertTrue(e.getMessage().contains("did you mean rtl.dicom.port?"), e.getMessage());
  }

  /** Otherwise a jar could change the product's defaults unnoticed. */
  @ParameterizedTest
  @CsvSource({
    "rtl.http.host=0.0.0.0, exists already",
    "camel.main.name=x, does not begin with rtl."
  })
  void moduleChangesNoOtherSettings(String line, String told) {
    Settings.Wrong e =
        assertThrows(Settings.Wrong.class, () -> load(module(line), Map.of(), Map.of()));
    assertTrue(e.getMessage().contains(told), e.getMessage());
  }

  private Settings load(Path module, Map<String, String> environment, Map<String, String> own)
      throws Exception {
    try (URLClassLoader modules = new URLClassLoader(new URL[] {module.toUri().toURL()})) {
      return Settings.load(modules, null, environment, own);
    }
  }

  private Path module(String settings) throws Exception {
    Path file = folder.resolve("module").resolve(Settings.MODULE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, settings);
    return folder.resolve("module");
  }
}
