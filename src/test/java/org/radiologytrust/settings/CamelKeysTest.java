package org.radiologytrust.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("safety")
class CamelKeysTest {
  @TempDir Path folder;

  @Test
  void fourGroupsReachCamelFromFileEnvironmentAndCommandLine() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            "camel.component.jms.transacted=true\ncamel.ssl.trustStore=a\n");
    Settings settings =
        Settings.load(
            file,
            Map.of("CAMEL_SSL_TRUST_STORE_PASSWORD", "b ", "CAMEL_DATAFORMAT_ZIPFILE_USING", "c"),
            Map.of("camel.beans.broker", "#class:Broker", "camel.beans.list[0]", "d"));
    assertEquals(
        Map.of(
            "camel.component.jms.transacted", "true",
            "camel.ssl.trustStore", "a",
            "camel.ssl.trust-store-password", "b",
            "camel.dataformat.zipFile.using", "c",
            "camel.beans.broker", "#class:Broker",
            "camel.beans.list[0]", "d"),
        settings.forCamel());
  }

  @Test
  void theyAreNoPlaceholdersOfRoutesSinceTheyMayBeSecret() {
    Settings settings =
        Settings.load(null, Map.of(), Map.of("camel.component.jms.username", "canary"));
    assertFalse(settings.forRoutes().containsKey("camel.component.jms.username"));
  }

  @ParameterizedTest
  @CsvSource({
    "CAMEL_COMPONENT_JMS_CONNECTION_FACTORY, camel.component.jms.connection-factory",
    "CAMEL_COMPONENT_AWS2_S3_REGION, camel.component.aws2-s3.region",
    "CAMEL_COMPONENT_MINE_CLIENT_ID, camel.component.mine.client-id",
    "CAMEL_BEANS_BROKER, camel.beans.broker",
    "CAMEL_BEANS_BROKER_BROKER_URL, camel.beans.broker.broker-url",
    "CAMEL_COMPONENT_SFTP_SERVICE_HOST, camel.component.sftp.service-host",
    "CAMEL_SSL_KEY_STORE, camel.ssl.key-store"
  })
  void variableStandsForOneSetting(String variable, String key) {
    Settings settings = Settings.load(null, Map.of(variable, "tcp://v"), Map.of());
    assertEquals(Map.of(key, "tcp://v"), settings.forCamel());
  }

  @Test
  void variablesOfAContainerPlatformAreNoSettings() {
    Map<String, String> set =
        Map.of(
            "CAMEL_SERVICE_HOST", "10.0.0.1",
            "CAMEL_SERVICE_PORT", "80",
            "CAMEL_PORT", "tcp://10.0.0.1:80",
            "CAMEL_PORT_80_TCP_ADDR", "10.0.0.1");
    assertEquals(Map.of(), Settings.load(null, set, Map.of()).forCamel());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "camel.main.tracing | an option in the route file",
        "camel.server.authenticationEnabled | rtl.http.*",
        "camel.server.port | rtl.http.*",
        "camel.management.enabled | rtl.management.port",
        "camel.trace.enabled | bodies of messages",
        "camel.debug.enabled | bodies of messages",
        "camel.health.enabled | switch off the log-in",
        "camel.vault.aws.accessKey | Remove it",
        "camel.language.simple.trim | Remove it",
        "camel.opentelemetry.endpoint | rtl.tracing.endpoint",
        "Camel.Main.tracing | only camel.component.*",
        "CAMEL.SERVER.PORT | only camel.component.*",
        "camel.Component.log.x | only camel.component.*",
        "camel.component.enabled | must look like",
        "camel.component.?log.exchange-formatter | must look like",
        "camel.component.*.bridge-error-handler | must look like",
        "camel.beans.'a-b' | must look like",
        "camel.component.properties.location | further settings",
        "camel.component.log.exchange-formatter | bodies of messages",
        "camel.component.platform-http.engine | log-ins",
        "camel.component.netty.ssl | HL7 messages",
        "camel.component.http.x509HostnameVerifier | TLS",
        "camel.component.https.x509HostnameVerifier | TLS",
        "camel.component.kafka.brokers | camel.beans.NAME",
        "camel.component.fhir.log | audits",
        "camel.component.journal.bridge-error-handler | own",
        "camel.component.jms.object-message-enabled | can run code",
        "camel.component.jms.configuration.transferException | can run code",
        "camel.beans.logFormatter | choose another name",
        "camel.beans.log-formatter.show-all | choose another name",
        "camel.ssl.trustAllCertificates | camel.ssl.trustStore",
        "camel.ssl.trust-all-certificates | camel.ssl.trustStore",
        "camel.ssl.TrustAllCertificates | camel.ssl.trustStore"
      })
  void otherSettingsAreRefusedByNameWithTheReasonAndTheRemedy(String key, String why) {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class, () -> Settings.load(null, Map.of(), Map.of(key, "canary")));
    assertTrue(
        wrong.getMessage().startsWith("the command line: " + key + " cannot be set: "),
        wrong.getMessage());
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("canary"), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CAMEL_MAIN_TRACING",
        "CAMEL_MAIN_PROFILE",
        "CAMEL_MAIN_OVERRIDE_PROPERTIES_LOCATION",
        "CAMEL_SERVER_PORT",
        "CAMEL_SERVER_HOST",
        "CAMEL_MANAGEMENT_ENABLED",
        "CAMEL_COMPONENT_LOG_EXCHANGE_FORMATTER",
        "CAMEL_COMPONENT_PLATFORM_HTTP_ENGINE",
        "CAMEL_COMPONENT_PROPERTIES_LOCATION",
        "CAMEL_SSL_TRUST_ALL_CERTIFICATES",
        "camel.main.tracing",
        "camel_server_port",
        "CAMEL_HOME"
      })
  void otherVariablesAreRefusedByName(String variable) {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class, () -> Settings.load(null, Map.of(variable, "80"), Map.of()));
    assertTrue(
        wrong.getMessage().startsWith("the environment: " + variable + " cannot be set: "),
        wrong.getMessage());
  }

  /** A component that a shipped route talks to others with cannot be changed for all routes. */
  @Test
  void componentsOfTheShippedRoutesBelongToTheProduct() throws Exception {
    TreeSet<String> used = new TreeSet<>();
    try (var files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Matcher uri =
            Pattern.compile("(?:uri|to|toD):[ ]+\"?([a-z][a-z0-9-]+):")
                .matcher(Files.readString(file));
        while (uri.find()) {
          used.add(uri.group(1));
        }
      }
    }
    // these stay within the process
    used.removeAll(List.of("bean", "direct", "timer"));
    assertTrue(used.contains("netty"), used.toString());
    for (String component : used) {
      assertThrows(
          Settings.Wrong.class,
          () -> Settings.load(null, Map.of(), Map.of("camel.component." + component + ".x", "1")),
          component);
    }
  }
}
