package org.radiologytrust.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaComponent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.launch.Product;
import org.radiologytrust.settings.Settings;
import org.sqlite.SQLiteDataSource;

/** Camel's settings that a site may give: they arrive, and they cannot take the product's place. */
@Tag("integration")
@Tag("safety")
class SiteCamelSettingsTest {
  @TempDir Path folder;

  private App start(Map<String, String> environment, Map<String, String> more) {
    return Product.app(folder.resolve("home"), environment, more);
  }

  @Test
  void componentsBeansAndTlsArriveInCamel() throws Exception {
    Map<String, String> set =
        Map.of(
            "camel.beans.ris-tables",
            "#class:org.sqlite.SQLiteDataSource",
            "camel.beans.ris-tables.database-name",
            "RIS",
            "camel.dataformat.fhirJson.prettyPrint",
            "true",
            "camel.ssl.enabled",
            "true",
            "camel.ssl.clientAuthentication",
            "REQUIRE");
    try (App app = start(Map.of("CAMEL_COMPONENT_SEDA_QUEUE_SIZE", "77"), set)) {
      CamelContext camel = app.camel();
      assertEquals(77, camel.getComponent("seda", SedaComponent.class).getQueueSize());
      assertEquals(
          "RIS",
          assertInstanceOf(SQLiteDataSource.class, camel.getRegistry().lookupByName("risTables"))
              .getDatabaseName());
      assertEquals(
          "REQUIRE",
          camel.getSSLContextParameters().getServerParameters().getClientAuthentication());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "camel.component.nowhere.x | there is no component nowhere: add its jar of Camel 4.",
        "camel.dataformat.nowhere.x | there is no dataformat nowhere: add its jar of Camel 4.",
        "camel.beans.x | there is no class",
        "camel.beans.x.y | camel.beans.x is missing: it says what the bean is",
        "camel.beans.netty | choose another one",
        "camel.beans.simple | choose another one",
        "camel.component.seda.nothing | no such option",
        "camel.component.seda.queue-size | its value is of the wrong kind",
        "camel.ssl.nothing | no such option"
      })
  void whatCannotBeUsedIsRefusedWithoutItsValue(String key, String why) {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class,
            () -> start(Map.of(), Map.of(key, "#class:org.example.Missing('canary')")).close());
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("canary"), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("\n"), wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"hl7Inbox", "hl7-inbox", "fhirInbox", "oneNode", "httpServers", "kafka", "journal"})
  void nameOfABeanOfTheProductIsTaken(String name) {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class,
            () -> start(Map.of(), Map.of("camel.beans." + name, "#class:java.util.Date")).close());
    assertTrue(wrong.getMessage().contains("choose another one"), wrong.getMessage());
    Settings.Wrong property =
        assertThrows(
            Settings.Wrong.class,
            () -> start(Map.of(), Map.of("camel.beans." + name + "[x]", "1")).close());
    assertTrue(property.getMessage().contains("choose another one"), property.getMessage());
  }

  @Test
  void classOfTheProductIsNoBeanOfASite() {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class,
            () ->
                start(Map.of(), Map.of("camel.beans.x", "#class:org.radiologytrust.auth.Guard"))
                    .close());
    assertTrue(wrong.getMessage().contains("another class"), wrong.getMessage());
  }

  @Test
  void optionOfJavaIsRefused() {
    System.setProperty("camel.server.authenticationEnabled", "false");
    try {
      Settings.Wrong wrong =
          assertThrows(Settings.Wrong.class, () -> start(Map.of(), Map.of()).close());
      assertTrue(wrong.getMessage().contains("-Dcamel.server.auth"), wrong.getMessage());
      assertTrue(
          Product.doctor(folder.resolve("home"), Map.of()).stream()
              .anyMatch(r -> r.isBroken() && r.message().contains("-Dcamel.server.auth")));
    } finally {
      System.clearProperty("camel.server.authenticationEnabled");
    }
  }

  @Test
  void formatterThatASiteBindsIsNotGivenToTheLog() throws Exception {
    Map<String, String> set =
        Map.of(
            "camel.beans.shown",
            "#class:org.apache.camel.support.processor.DefaultExchangeFormatter",
            "camel.beans.shown.show-all",
            "true");
    try (App app = start(Map.of(), set)) {
      assertNull(
          app.camel()
              .getComponent("log", org.apache.camel.component.log.LogComponent.class)
              .getExchangeFormatter());
    }
  }

  @Test
  void optionOfJavaOrVariableChangesNoSettingInARoute() throws Exception {
    System.setProperty("rtl.mllp.host", "192.0.2.1");
    try (App app = start(Map.of(), Map.of())) {
      assertEquals("127.0.0.1", app.camel().resolvePropertyPlaceholders("{{rtl.mllp.host}}"));
    } finally {
      System.clearProperty("rtl.mllp.host");
    }
  }
}
