package org.radiologytrust.routes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.ops.RouteExceptionHandler;

/** The routes that only call a bean from time to time. */
@Tag("safety")
class TimerRoutesTest extends RouteTest {
  /** What each route calls first. */
  private static final List<String> FIRST =
      List.of(
          "fetchedCopies.prune",
          "changesFeed.poll",
          "pruner.prune",
          "warmUp.load",
          "modelServers.read",
          "siteMappings.read");

  private static final List<String> THEN = List.of("archiveFetches.poll", "erasures.resume");

  private boolean failing;

  TimerRoutesTest() {
    super(
        "archive.yaml",
        "dicom.yaml",
        "retention.yaml",
        "warm-up.yaml",
        "model-servers.yaml",
        "site-mappings.yaml");
  }

  /** Each of the beans. */
  public final class Bean {
    private final String name;

    Bean(String name) {
      this.name = name;
    }

    public void poll() {
      came("poll");
    }

    public void prune() {
      came("prune");
    }

    public void resume() {
      came("resume");
    }

    public void load() {
      came("load");
    }

    public void read() {
      came("read");
    }

    private void came(String method) {
      calls.add(name + "." + method);
      if (failing) {
        throw new IllegalStateException("CANARY");
      }
    }
  }

  @Override
  void bind(CamelContext camel) {
    for (String bean :
        List.of(
            "archiveFetches",
            "changesFeed",
            "erasures",
            "fetchedCopies",
            "modelServers",
            "pruner",
            "siteMappings",
            "warmUp")) {
      camel.getRegistry().bind(bean, new Bean(bean));
    }
    camel.getRegistry().bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
  }

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    // the timers themselves are what is tested
    configuration.withStubEndpoints(null);
  }

  @Override
  Map<String, String> properties() {
    return Map.of(
        "rtl.archive.enabled", "true",
        "rtl.archive.poll", "10ms",
        "rtl.images.enabled", "true",
        "rtl.orthanc.poll", "10ms",
        "rtl.retention.every", "10ms",
        "rtl.model.warm-up.enabled", "true",
        "rtl.model.servers.enabled", "true",
        "rtl.model.look", "10ms",
        "rtl.hl7.mappings.enabled", "true",
        "rtl.hl7.mappings.poll", "10ms");
  }

  private void awaitCalls(List<String> wanted) {
    for (String call : wanted) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> calls.stream().filter(call::equals).count() >= 3);
    }
  }

  @Test
  void eachBeanIsCalledAgainAndAgain() throws Exception {
    start();
    awaitCalls(FIRST);
    awaitCalls(THEN);
    context
        .getRoutes()
        .forEach(route -> assertFalse(route.getDescription().isBlank(), route.getRouteId()));
  }

  /** Their texts may quote patients. */
  @Test
  void goesOnAfterAFaultWhoseTextNobodySees() throws Exception {
    failing = true;
    try (CapturedLog log = CapturedLog.asInProduction()) {
      start();
      awaitCalls(FIRST);
      context.stop();
      log.events()
          .forEach(
              event -> {
                assertFalse(event.getFormattedMessage().contains("CANARY"), event.toString());
                assertEquals(null, event.getThrowableProxy(), event.toString());
              });
    }
  }
}
