package org.radiologytrust.bench;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * What a start costs at least: camel-main with the components that {@code rtl serve} has, and
 * nothing of ours. Prints a line when it has started.
 */
public final class BareCamel {
  static final String STARTED = "bare camel-main is running";

  private BareCamel() {}

  public static void main(String[] arguments) throws Exception {
    Main main = new Main();
    main.setDefaultPropertyPlaceholderLocation("false");
    main.addInitialProperty("camel.main.startupSummaryLevel", "Off");
    main.addInitialProperty("camel.main.jmxEnabled", "true");
    main.addInitialProperty("camel.main.routesIncludePattern", "file:" + arguments[0] + "/*.yaml");
    main.addInitialProperty("camel.health.enabled", "true");
    main.addInitialProperty("camel.metrics.enabled", "true");
    main.addInitialProperty("camel.server.enabled", "true");
    main.addInitialProperty("camel.server.host", "127.0.0.1");
    main.addInitialProperty("camel.server.port", arguments[1]);
    main.addInitialProperty("camel.management.enabled", "true");
    main.addInitialProperty("camel.management.host", "127.0.0.1");
    main.addInitialProperty("camel.management.port", arguments[2]);
    main.addInitialProperty("camel.management.healthCheckEnabled", "true");
    main.addInitialProperty("camel.management.metricsEnabled", "true");
    main.addInitialProperty("camel.management.jolokiaEnabled", "true");
    main.configure()
        .addRoutesBuilder(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("netty:tcp://127.0.0.1:"
                        + arguments[3]
                        + "?sync=true&allowDefaultCodec=false"
                        + "&decoders=#class:org.apache.camel.component.hl7"
                        + ".HL7MLLPNettyDecoderFactory"
                        + "&encoders=#class:org.apache.camel.component.hl7"
                        + ".HL7MLLPNettyEncoderFactory")
                    .unmarshal()
                    .hl7(false);
                from("direct:call").to("http:model");
              }
            });
    main.start();
    System.out.println(STARTED);
    Thread.currentThread().join();
  }
}
