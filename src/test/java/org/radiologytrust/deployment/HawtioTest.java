package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.browser.Chromium;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** An operator uses Hawtio in Chromium. */
@Tag("peers")
@Tag("safety")
class HawtioTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String NAME = "Jürgen Grün";
  private static final String PASSWORD = "Paßwort: 日本 1";
  private static final String OF_ROUTES = "?nid=root-org.apache.camel-rtl-routes";

  /** The table's line of a route, blanks folded; empty while there is none. */
  private static final String LINE =
      "([...document.querySelectorAll('tr')].map(r => r.innerText.trim().replace(/\\s+/g, ' '))"
          + ".find(t => t.startsWith('%s ')) || '')";

  private static final String CHOOSE =
      "(() => { const r = [...document.querySelectorAll('tr')]"
          + ".find(t => t.innerText.trim().startsWith('%s')); const box = r.querySelector('input');"
          + " if (!box.checked) box.click(); return box.checked; })()";

  @TempDir Path folder;
  private Product product;
  private Chromium chromium;
  private final CapturedLog actions = new CapturedLog("org.radiologytrust.actions");

  private final OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of);
  private final FhirServer fhir = new FhirServer();

  @BeforeEach
  void start() throws Exception {
    Path home = folder.resolve("home");
    Map<String, String> settings = Product.ollama(ollama.url().toString());
    settings.put("rtl.fhir.server", fhir.url().toString());
    settings.put("rtl.fhir.unresolved", "logical");
    product = Product.start(home, settings);
    UsersFile.in(home).put(QuickPassword.account(NAME, Role.OPERATOR, PASSWORD));
    // plain HTTP on a network name: the browser then sends no Sec-Fetch headers
    chromium =
        new Chromium(folder, NAME, PASSWORD, "--host-resolver-rules=MAP rtl.hospital 127.0.0.1");
    // the console refreshes every 5 seconds by default
    chromium.store("connect.jolokia.updateRate", "500");
  }

  @AfterEach
  void stop() throws Exception {
    actions.close();
    chromium.close();
    product.close();
    fhir.close();
    ollama.close();
  }

  private void open(String page) throws Exception {
    chromium.open("http://rtl.hospital:" + product.managementPort() + "/hawtio/" + page);
  }

  private void sends(String id) throws Exception {
    String ack =
        product.mllp(Chest.oru(PhantomStudy.chest(id), id, "PHANTOM-1", Chest.TEXT, "F", 0));
    assertTrue(ack.contains("MSA|AA|" + id), ack);
  }

  private String line(String route) throws Exception {
    return chromium.evaluate(String.format(LINE, route)).asText();
  }

  private void shows(String route, String line) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              String shown = line(route);
              assertTrue(shown.matches(line), () -> "the table shows: " + shown);
            });
  }

  @Test
  void anOperatorLogsInSeesLiveCountsStopsARouteAndStartsItAgain() throws Exception {
    // the first view
    open("");
    shows("hl7-in", "hl7-in Started \\S+ 0 0 0 0 0 .*");
    assertTrue(chromium.text().startsWith(NAME + " "), chromium.text());
    // the page is not loaded again: it looks by itself
    sends("C1");
    shows("hl7-in", "hl7-in Started \\S+ 1 0 0 1 0 .*");
    shows("publish", "publish Started \\S+ 1 0 0 1 0 .*");

    assertTrue(chromium.evaluate(String.format(CHOOSE, "hl7-in")).asBoolean());
    assertTrue(chromium.click("button", "Stop"));
    shows("hl7-in", "hl7-in Stopped.*");
    assertThrows(IOException.class, () -> product.mllp("MSH|^~\\&|"));
    chromium.evaluate(String.format(CHOOSE, "hl7-in"));
    assertTrue(chromium.click("button", "Start"));
    shows("hl7-in", "hl7-in Started.*");
    sends("C2");
    assertEquals(List.of(), chromium.complaints());
    // all else that the console asks for changes nothing, and is not told
    assertEquals(List.of(action("stop()"), action("start()")), actions.lines());
  }

  private void choosesAndClicks(String route, String button) throws Exception {
    assertTrue(chromium.evaluate(String.format(CHOOSE, route)).asBoolean());
    assertTrue(chromium.click("button", button));
  }

  /** Repeats it until it works: the console clears the selection when the stop is done. */
  private void starts(String route) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              choosesAndClicks(route, "Start");
              assertTrue(line(route).startsWith(route + " Started"));
            });
  }

  @Test
  void runsAndDeliveriesAreSeenInFlightAndOutliveAStopOfTheirRoutes() throws Exception {
    ollama.script().always(call -> call.step().equals("claims"), OllamaFault.stallBefore(LONG));
    fhir.failTransactions(1000, FhirFault.slow(LONG));
    open("camel/routes" + OF_ROUTES);
    sends("C1");
    shows("audit", "audit Started \\S+ 0 0 0 \\d 1 .*");
    choosesAndClicks("audit", "Stop");
    shows("audit", "audit Stopped.*");
    assertEquals(1, product.metrics().get("rtl_reports_open{state=\"auditing\"}"));
    await().atMost(LONG).until(() -> ollama.calls("claims").get(0).cancelled());
    sends("C2");
    await()
        .atMost(LONG)
        .until(() -> product.metrics().get("rtl_reports_open{state=\"ready\"}") == 1);

    ollama.script().clear();
    starts("audit");
    shows("audit", "audit Started \\S+ 2 1 0 3 0 .*");
    shows("publish-fhir", "publish-fhir Started \\S+ 0 \\d 0 \\d 1 .*");
    choosesAndClicks("publish-fhir", "Stop");
    shows("publish-fhir", "publish-fhir Stopped.*");
    fhir.healthy();
    starts("publish-fhir");
    await()
        .atMost(LONG)
        .until(() -> product.metrics().get("rtl_deliveries{sink=\"fhir\",state=\"sent\"}") == 2);
    assertEquals(2, fhir.all(Provenance.class).size());
  }

  private static String action(String operation) {
    return ("user=\"%s\" role=operator type=exec"
            + " mbean=\"org.apache.camel:context=rtl,name='hl7-in',type=routes\""
            + " operation=\"%s\" outcome=done")
        .formatted(NAME, operation);
  }

  @Test
  void theConsoleWorksWithinItsPolicyAndNothingElseDoes() throws Exception {
    sends("C1");
    for (Map.Entry<String, String> page :
        Map.of(
                "camel/routeDiagram" + OF_ROUTES,
                "Bean correlator.c",
                "camel/source" + OF_ROUTES,
                "xmlns",
                "jmx",
                "Select MBean")
            .entrySet()) {
      open(page.getKey());
      await().atMost(LONG).until(() -> chromium.text().contains(page.getValue()));
    }
    assertEquals(List.of(), chromium.complaints());
    // a script that got into the page does not run, and may send nothing anywhere
    chromium.evaluate(
        "document.head.appendChild(Object.assign(document.createElement('script'),"
            + "{textContent: 'window.ran = 1'})); 0");
    await().atMost(LONG).until(() -> !chromium.complaints().isEmpty());
    assertTrue(
        chromium.complaints().get(0).contains("script-src"), chromium.complaints()::toString);
    assertTrue(chromium.evaluate("window.ran === undefined").asBoolean());
    assertEquals(
        "refused",
        chromium
            .evaluate("fetch('http://127.0.0.1:1/').then(() => 'sent', () => 'refused')")
            .asText());
    assertTrue(
        chromium.complaints().stream().anyMatch(c -> c.contains("connect-src")),
        chromium.complaints()::toString);
  }
}
