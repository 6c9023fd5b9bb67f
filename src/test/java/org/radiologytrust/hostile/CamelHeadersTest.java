package org.radiologytrust.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.main.Main;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.ingest.hl7.mllp.BoundedMllpDecoderFactory;
import org.radiologytrust.tls.HandshakeListener;
import org.radiologytrust.tls.RefusedHandshakes;

/** Which headers of a sender reach the beans of the shipped routes: CVE-2025-27636 and its kin. */
@Tag("safety")
@Tag("integration")
class CamelHeadersTest {
  private static final String EVIL = "evil";

  /** What the beans of FHIR read; the server sets them. */
  private static final Set<String> OURS =
      Set.of(
          "camelhttpmethod",
          "camelhttppath",
          "camelhttprawquery",
          "camelvertxplatformhttpremoteaddress");

  private static final List<String> INJECTED =
      List.of(
          "CamelBeanMethodName",
          "CAmelBeanMethodName",
          "camelbeanmethodname",
          "CAMELBEANMETHODNAME",
          "CamelExecCommandExecutable",
          "CAmelFileName",
          "CamelHttpUri",
          "cAMELHTTPURI",
          "CamelHttpResponseCode",
          "CamelSqlQuery",
          "CamelRedelivered",
          "CamelKafkaTopic",
          "CamelVertxPlatformHttpRemoteAddress");

  private final BlockingQueue<Map<String, Object>> seen = new LinkedBlockingQueue<>();
  private final Main main = new Main();
  private int port;

  /** In place of the beans: keeps the headers. Its other method is what is called by injection. */
  public final class Spy {
    public void receive(Exchange exchange) {
      keep(exchange);
    }

    public void handle(Exchange exchange) {
      keep(exchange);
    }

    public String evil() {
      seen.add(Map.of(EVIL, EVIL));
      return EVIL;
    }

    private void keep(Exchange exchange) {
      Map<String, Object> headers = new TreeMap<>(exchange.getMessage().getHeaders());
      seen.add(headers);
      exchange.getMessage().removeHeaders("*");
      exchange.getMessage().setBody("seen".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Lets all in, as Camel's did with what was not written {@code Camel}. */
  public static final class Open implements HeaderFilterStrategy {
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return false;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return false;
    }
  }

  private void start(String routes) throws Exception {
    port = FreePorts.one();
    for (String bean : List.of("fhirInbox", "fhirRead", "hl7Inbox")) {
      main.bind(bean, new Spy());
    }
    main.addInitialProperty("rtl.fhir.in.enabled", "true");
    main.addInitialProperty("rtl.mllp.enabled", "true");
    main.addInitialProperty("camel.main.routesIncludePattern", "file:routes/" + routes);
  }

  @AfterEach
  void stop() {
    main.stop();
  }

  private HttpRequest.Builder injected(String path) {
    StringBuilder query = new StringBuilder("?patient=p1");
    INJECTED.forEach(name -> query.append('&').append(name).append('=').append(EVIL));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query));
    INJECTED.forEach(name -> request.header(name, EVIL));
    return request;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void assertOnlyOurs() throws InterruptedException {
    Map<String, Object> headers = seen.poll(60, TimeUnit.SECONDS);
    assertFalse(headers.containsKey(EVIL), "another method was called");
    headers.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          assertTrue(!lower.startsWith("camel") || OURS.contains(lower), name);
          assertTrue(!lower.startsWith("camel") || !value.toString().equals(EVIL), name);
        });
    assertTrue(seen.isEmpty());
  }

  /** By Camel's own filter and ours, and by ours alone. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void overHttp(boolean open) throws Exception {
    start("fhir.yaml");
    main.addInitialProperty("camel.server.enabled", "true");
    main.addInitialProperty("camel.server.host", "127.0.0.1");
    main.addInitialProperty("camel.server.port", "" + port);
    if (open) {
      main.bind("open", new Open());
      main.addInitialProperty("camel.component.platform-http.headerFilterStrategy", "#open");
    }
    main.start();
    for (String path : List.of("/fhir", "/fhir/DiagnosticReport")) {
      HttpResponse<String> answer =
          send(
              injected(path)
                  .header("Content-Type", "application/fhir+json")
                  .POST(BodyPublishers.ofString("{}")));
      assertEquals("seen", answer.body());
      assertOnlyOurs();
    }
    HttpResponse<String> put =
        send(
            injected("/fhir/DiagnosticReport/CamelBeanMethodName")
                .header("Content-Type", "application/fhir+json")
                .PUT(BodyPublishers.ofString("{}")));
    assertEquals("seen", put.body());
    assertOnlyOurs();
    StringBuilder form = new StringBuilder("patient=p1");
    INJECTED.forEach(name -> form.append('&').append(name).append('=').append(EVIL));
    for (HttpRequest.Builder request :
        List.of(
            injected("/fhir/Observation"),
            injected("/fhir/Observation/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.toString())))) {
      assertEquals("seen", send(request).body());
      assertOnlyOurs();
    }
  }

  @Test
  void overMllp() throws Exception {
    start("hl7.yaml");
    main.addOverrideProperty("rtl.mllp.host", "127.0.0.1");
    main.addOverrideProperty("rtl.mllp.port", "" + port);
    main.bind(
        "mllpHandshakes",
        new HandshakeListener(new RefusedHandshakes("mllp", new SimpleMeterRegistry())));
    main.bind(
        "mllpDecoder",
        new BoundedMllpDecoderFactory(
            1 << 20,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            new ConnectionPlaces("mllp", 10, 10)));
    main.bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    main.start();
    StringBuilder message = new StringBuilder("MSH|^~\\&|CamelBeanMethodName=evil|evil\r");
    INJECTED.forEach(
        name -> message.append(name).append(": evil\r").append(name).append("|evil\r"));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8));
      assertEquals("\u000bseen", new String(socket.getInputStream().readNBytes(5)));
    }
    Map<String, Object> headers = seen.poll(60, TimeUnit.SECONDS);
    headers.forEach(
        (name, value) -> {
          assertTrue(name.startsWith("CamelNetty"), name);
          assertFalse(value.toString().equals(EVIL), name);
        });
  }
}
