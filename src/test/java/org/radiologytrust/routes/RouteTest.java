package org.radiologytrust.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;

/**
 * Route files as they are shipped, with beans of the test. A route begins with what the test sends;
 * ports, timers and peers of the others are stubs.
 */
abstract class RouteTest extends CamelTestSupport {
  private static final int POLL_MILLIS = 20;

  /** What the beans were asked, in order. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final List<String> files;

  RouteTest(String... files) {
    this.files = List.of(files);
  }

  /** Each scheme has a stub of its own, whose consumers look only so often if they should stop. */
  private static final class QuickStubs extends LifecycleStrategySupport {
    @Override
    public void onComponentAdd(String name, Component component) {
      if (component instanceof StubComponent stub) {
        stub.setDefaultPollTimeout(POLL_MILLIS);
      }
    }
  }

  abstract void bind(CamelContext camel);

  Map<String, String> properties() {
    return Map.of();
  }

  /** A file's text, for a test that cannot wait as long as it says. */
  String text(String yaml) {
    return yaml;
  }

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    configuration.withUseAdviceWith(true);
  }

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    Properties properties = new Properties();
    properties.putAll(properties());
    configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    configuration.withStubEndpoints("(platform-http|netty|kafka|timer|journal|http):.*");
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.addLifecycleStrategy(new QuickStubs());
    bind(context);
    // here every node runs every route
    context.getRegistry().bind("oneNode", new RoutePolicySupport() {});
    for (String file : files) {
      String yaml = text(Files.readString(Path.of("routes", file)));
      PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, yaml));
    }
    return context;
  }

  /** Starts all; these routes begin with what the test sends. */
  void start(String... routes) throws Exception {
    for (String route : routes) {
      AdviceWith.adviceWith(context, route, advice -> advice.replaceFromWith(from(route)));
    }
    context.start();
  }

  /** As the route's consumer would: it sees the exchange, and the exception that it ended with. */
  Exchange send(String route, Processor message) {
    return template.send(from(route), message);
  }

  Exchange send(String route, Object body) {
    return send(route, exchange -> exchange.getMessage().setBody(body));
  }

  private static String from(String route) {
    return "direct:from-" + route;
  }
}
