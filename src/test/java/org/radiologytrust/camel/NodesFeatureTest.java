package org.radiologytrust.camel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.settings.Settings;

@Tag("peers")
class NodesFeatureTest {
  @AutoClose
  private final SqlJournal journal =
      PostgresDatabases.open(PostgresDatabases.migrated(), SteadyClock.system());

  @AutoClose private final DefaultCamelContext camel = new DefaultCamelContext();

  private final Host host =
      new Host(
          camel,
          journal,
          new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
          Path.of("unused"),
          ListenerPorts.NONE);

  private void start(RouteBuilder route) throws Exception {
    NodesFeature nodes = new NodesFeature(Settings.load(null, Map.of(), Map.of()));
    nodes.bind(host);
    camel.addRoutes(route);
    camel.start();
    nodes.started(host);
  }

  @Test
  void aCopyOfARouteWithoutThePolicyStopsTheStart() {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class,
            () ->
                start(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("direct:a").routeId("retention").to("mock:a");
                      }
                    }));
    assertEquals(
        "rtl.routes: several nodes must not run the route retention at the same time: add the line"
            + " 'routePolicy: oneNode' to it",
        wrong.getMessage());
  }

  @Test
  void itStartsWithThePolicy() {
    assertDoesNotThrow(
        () ->
            start(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from("direct:a").routeId("retention").routePolicyRef("oneNode").to("mock:a");
                  }
                }));
  }
}
