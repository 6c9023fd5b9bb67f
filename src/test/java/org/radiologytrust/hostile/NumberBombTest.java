package org.radiologytrust.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.browser.Console;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ServeProcess;

/** Short numbers that a library writes out to gigabytes, sent to a real process. */
@Tag("safety")
@Timeout(120)
@Tag("integration")
class NumberBombTest {
  private static final String BOMB = "1e999999999";

  @TempDir static Path folder;
  private static ServeProcess process;

  @BeforeAll
  static void start() throws Exception {
    process =
        ServeProcess.start(
            folder.resolve("home"),
            Map.of("rtl.images.wait", "1ms"),
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -XX:+ExitOnOutOfMemoryError"),
            ProcessBuilder.Redirect.INHERIT);
  }

  @AfterAll
  static void stop() throws Exception {
    process.close();
  }

  private static String json(String number) {
    return "{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
        + "\"subject\":{\"identifier\":{\"value\":\"1\"}},\"conclusion\":\"Normal chest.\","
        + "\"contained\":[{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\","
        + "\"code\":{\"text\":\"x\"},\"valueQuantity\":{\"value\":"
        + number
        + "}}],\"result\":[{\"reference\":\"#o\"}]}";
  }

  private static int post(String path, String type, String body) throws Exception {
    return process.product().post(path, type, body.getBytes(StandardCharsets.UTF_8)).statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir", "/fhir/DiagnosticReport"})
  void aReportWithANumberBombIsRefused(String path) throws Exception {
    assertEquals(400, post(path, "application/fhir+json", json(BOMB)));
    assertEquals(400, post(path, "application/fhir+json", json('"' + BOMB + '"')));
    String xml =
        "<DiagnosticReport xmlns='http://hl7.org/fhir'><contained><Observation><id value='o'/>"
            + "<status value='final'/><code><text value='x'/></code><valueQuantity><value value='"
            + BOMB
            + "'/></valueQuantity></Observation></contained><status value='final'/><code>"
            + "<text value='x'/></code><conclusion value='Normal.'/></DiagnosticReport>";
    assertEquals(400, post(path, "application/fhir+xml", xml));
    alive();
  }

  @Test
  void aBundleWithANumberBombIsRefused() throws Exception {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
            + json(BOMB)
            + ",\"request\":{\"method\":\"POST\",\"url\":\"DiagnosticReport\"}}]}";
    assertEquals(400, post("/fhir", "application/fhir+json", bundle));
    alive();
  }

  @Test
  void anHl7MessageWithANumberBombIsText() throws Exception {
    PhantomStudy study = PhantomStudy.chest("BOMB");
    String oru = Chest.oru(study, "M-BOMB", "PHANTOM-1", Chest.TEXT, "F", 30);
    String bomb = oru + "OBX|99|NM|1^SIZE^L||" + BOMB + "|mm|||||F\r";
    assertTrue(process.product().mllp(bomb).contains("\rMSA|A"), "answered");
    alive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Observation?_count=" + BOMB,
        "/fhir/Observation?_lastUpdated=gt" + BOMB,
        "/fhir/Observation?_page=" + BOMB
      })
  void aSearchWithANumberBombIsAnswered(String path) throws Exception {
    assertTrue(process.product().get(path).statusCode() < 500);
    alive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"exec\",\"mbean\":\"org.apache.camel:context=rtl,name=\\\"rtl\\\",type=context\","
            + "\"operation\":\"dumpRoutesStatsAsXml(boolean,boolean)\",\"arguments\":[1e999999999,true]}",
        "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"config\":"
            + "{\"maxDepth\":1e999999999,\"maxObjects\":1e999999999}}",
        "{\"type\":1e999999999}"
      })
  void theConsolesBridgeDoesNotWriteItOut(String request) throws Exception {
    HttpResponse<String> answer =
        new Console(process.product().managementPort()).post("operator", request);
    assertTrue(answer.body().length() < 100_000);
    alive();
  }

  private static void alive() throws Exception {
    assertEquals(200, process.product().get("/fhir/metadata").statusCode());
  }
}
