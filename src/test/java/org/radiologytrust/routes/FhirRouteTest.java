package org.radiologytrust.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of a request reaches the beans of routes/fhir.yaml. */
@Tag("safety")
class FhirRouteTest extends RouteTest {
  private static final List<String> OF_THE_SERVER =
      List.of(
          "CamelHttpMethod",
          "CamelHttpPath",
          "CamelHttpRawQuery",
          "CamelVertxPlatformHttpAuthenticatedUser");
  private static final List<String> FROM_OUTSIDE =
      List.of(
          "CamelBeanMethodName",
          "cAMELbEANmETHODnAME",
          "CamelBeanParameters",
          "CamelHttpResponseCode",
          "CamelHttpUri",
          "CamelHttpMethodX",
          "XCamelHttpMethod",
          "CamelFileName",
          "CamelKafka.OVERRIDE_TOPIC",
          "camel");

  private final Set<String> seen = new TreeSet<>();

  FhirRouteTest() {
    super("fhir.yaml");
  }

  @Override
  Map<String, String> properties() {
    return Map.of("rtl.fhir.in.enabled", "true");
  }

  /** Both beans; a method that a header names must not be called. */
  public final class Bean {
    public void receive(Exchange exchange) {
      came("receive", exchange);
    }

    public void handle(Exchange exchange) {
      came("handle", exchange);
    }

    public void evil(Exchange exchange) {
      came("evil", exchange);
    }

    private void came(String method, Exchange exchange) {
      calls.add(method + " " + exchange.getMessage().getBody(String.class));
      seen.addAll(exchange.getMessage().getHeaders().keySet());
      exchange.getMessage().setBody("the bean's answer");
    }
  }

  @Override
  void bind(CamelContext camel) {
    camel.getRegistry().bind("fhirInbox", new Bean());
    camel.getRegistry().bind("fhirRead", new Bean());
  }

  @BeforeEach
  void startRoutes() throws Exception {
    start("fhir-in", "fhir-in-report", "fhir-in-update", "fhir-read");
  }

  private Exchange request(String route) {
    return send(
        route,
        exchange -> {
          exchange.getMessage().setBody("the report");
          OF_THE_SERVER.forEach(name -> exchange.getMessage().setHeader(name, "server"));
          FROM_OUTSIDE.forEach(name -> exchange.getMessage().setHeader(name, "evil"));
          exchange.getMessage().setHeader("Content-Type", "application/fhir+json");
          exchange.getMessage().setHeader("Accept", "application/fhir+xml");
        });
  }

  @Test
  void aReportReachesTheInboxWithoutCamelHeadersFromOutside() {
    for (String route : List.of("fhir-in", "fhir-in-report", "fhir-in-update")) {
      calls.clear();
      seen.clear();
      Exchange exchange = request(route);
      assertEquals(List.of("receive the report"), calls);
      assertEquals(
          Set.of(
              "Accept",
              "CamelHttpMethod",
              "CamelHttpPath",
              "CamelHttpRawQuery",
              "Content-Type",
              "XCamelHttpMethod"),
          seen);
      assertEquals("the bean's answer", exchange.getMessage().getBody());
    }
  }

  @Test
  void aReadKeepsWhoIsLoggedIn() {
    Exchange exchange = request("fhir-read");
    assertEquals(List.of("handle the report"), calls);
    assertEquals(
        Set.of(
            "Accept",
            "CamelHttpMethod",
            "CamelHttpPath",
            "CamelHttpRawQuery",
            "CamelVertxPlatformHttpAuthenticatedUser",
            "Content-Type",
            "XCamelHttpMethod"),
        seen);
    assertEquals("the bean's answer", exchange.getMessage().getBody());
  }
}
