package org.radiologytrust.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.settings.Settings;

/** Camel's own settings, derived from ours. */
final class CamelSettings {
  private CamelSettings() {}

  static Map<String, String> of(
      Settings settings, Path routes, boolean listen, ListenerPorts ports) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("camel.main.name", "rtl");
    all.put("camel.main.streamCachingEnabled", "false");
    all.put("camel.main.shutdownTimeout", "10");
    all.put("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
    all.put("camel.main.useMdcLogging", "false");
    // the summary would show settings of the site
    all.put("camel.main.autoConfigurationLogSummary", "false");
    // the product's settings have the last word in a route, not a variable or an option of Java
    all.put("camel.component.properties.environmentVariableMode", "1");
    all.put("camel.component.properties.systemPropertiesMode", "1");
    // a component gets only the beans that its settings name: Camel would give the log component
    // any
    // formatter that a site binds
    all.put("camel.main.autowiredEnabled", "false");
    // bodies are patient data: no message history, no bodies in stack traces
    all.put("camel.main.messageHistory", "false");
    all.put("camel.main.logExhaustedMessageBody", "false");
    all.put("camel.main.startupSummaryLevel", "Off");
    // the logger of a route's "log" steps
    all.put("camel.main.logName", "${routeId}");
    if (!listen) {
      all.put(
          "camel.main.routesIncludePattern",
          "file:" + routes.resolve("audit.yaml") + ",file:" + routes.resolve("model.yaml"));
      all.put("camel.main.jmxEnabled", "false");
      return all;
    }
    all.put("camel.main.routesIncludePattern", "file:" + routes + "/*.yaml");
    all.put("camel.main.jmxEnabled", "true");
    all.put("camel.health.enabled", "true");
    all.put("camel.health.exposureLevel", "full");
    all.put("camel.metrics.enabled", "true");
    // the tags of its meters vary, and Prometheus refuses that
    all.put("camel.metrics.enableExchangeEventNotifier", "false");
    // jvm-gc is App's: Camel never takes its listener off the JVM
    all.put("camel.metrics.binders", "jvm-memory,processor,jvm-thread,uptime");
    server(all, "camel.server.", settings, ports.http());
    all.put("camel.server.maxBodySize", settings.text("rtl.http.max-body"));
    server(all, "camel.management.", settings, ports.management());
    all.put("camel.management.metricsEnabled", "true");
    all.put("camel.management.jolokiaEnabled", "true");
    all.put("camel.management.jolokiaPath", "/hawtio/jolokia");
    return all;
  }

  /** Access is checked by auth.GuardedServers. */
  private static void server(Map<String, String> all, String prefix, Settings settings, int port) {
    all.put(prefix + "enabled", "true");
    all.put(prefix + "host", settings.text("rtl.http.host"));
    all.put(prefix + "port", "" + port);
  }
}
