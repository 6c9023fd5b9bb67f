package org.radiologytrust.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.BaseMainSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides which settings of Camel a site may give: those of components, data formats, beans and
 * TLS. The others belong to the product, since they could switch off the log-in, load further
 * settings or write bodies of messages to the log.
 */
final class CamelKeys {
  private static final String PREFIX = "camel.";

  private static final Pattern ALLOWED =
      Pattern.compile(
          "camel[.](?:(component|dataformat)[.]([A-Za-z0-9+-]+)[.][A-Za-z0-9_.\\[\\]-]+"
              + "|beans[.]([A-Za-z_][A-Za-z0-9_-]*)(?:[.\\[][A-Za-z0-9_.\\[\\]-]+)?"
              + "|ssl[.]([A-Za-z-]+))");

  private static final Pattern VARIABLE =
      Pattern.compile("CAMEL_(COMPONENT|DATAFORMAT|BEANS|SSL)_(.+)");

  /** What a site uses instead, by group of settings. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "server", "rtl.http.*",
          "management", "rtl.management.port and rtl.http.*",
          "opentelemetry", "rtl.tracing.endpoint",
          "opentelemetry2", "rtl.tracing.endpoint",
          "variable", "a value in the route file",
          "main", "an option in the route file");

  private static final String LEFT_TO_ROUTES =
      "give the option in the route, or make a component of your own with camel.beans.NAME";

  /** Components by which the product itself receives, sends or logs, and what could happen. */
  private static final Map<String, String> OWN_COMPONENTS =
      Map.of(
          "properties", "it loads further settings, which nobody would check",
          "log", "it can write bodies of messages to the log",
          "platform-http", "all HTTP to the product passes it, log-ins included",
          "netty", "HL7 messages come through it",
          "http", "calls to model servers pass it, and their TLS",
          "https", "calls to model servers pass it, and their TLS",
          "kafka", "reports and audits pass it",
          "fhir", "audits pass it",
          "smtp", "notifications pass it",
          "journal", "it is the product's own");

  /** Options by which a component makes objects of what others send. */
  private static final Pattern JAVA_OBJECTS =
      Pattern.compile(
          "transferexchange|transferexception|allowserializedheaders|allowjavaserializedobject"
              + "|objectmessageenabled");

  private CamelKeys() {}

  /** Whether a key is meant for Camel. */
  static boolean isCamels(String key) {
    return key.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  /**
   * Refuses a setting that is not left to the site.
   *
   * @param where the file, the environment or the command line
   * @param shown the name as the site wrote it
   * @throws Settings.Wrong with the reason and the remedy
   */
  static void check(String where, String shown, String key) {
    Matcher m = ALLOWED.matcher(key);
    if (!m.matches()) {
      throw new Settings.Wrong(where + ": " + shown + " cannot be set: " + reason(key));
    }
    if (JAVA_OBJECTS.matcher(key.toLowerCase(Locale.ROOT).replace("-", "")).find()) {
      throw new Settings.Wrong(
          where
              + ": "
              + shown
              + " cannot be set: Java objects that others send can run code here; send text or"
              + " bytes");
    }
    Optional<String> harm = harm(m.group(1), m.group(2), m.group(3), m.group(4));
    if (harm.isPresent()) {
      throw new Settings.Wrong(where + ": " + shown + " cannot be set: " + harm.get());
    }
  }

  private static Optional<String> harm(
      @Nullable String group,
      @Nullable String part,
      @Nullable String bean,
      @Nullable String tlsOption) {
    if ("component".equals(group) && OWN_COMPONENTS.containsKey(part)) {
      return Optional.of(OWN_COMPONENTS.get(part) + "; " + LEFT_TO_ROUTES);
    }
    if ("logFormatter".equals(bean) || "log-formatter".equals(bean)) {
      return Optional.of("it can write bodies of messages to the log; choose another name");
    }
    if (tlsOption != null && tlsOption.replace("-", "").equalsIgnoreCase("trustAllCertificates")) {
      return Optional.of(
          "anybody could pose as the peer and read reports; set camel.ssl.trustStore instead");
    }
    return Optional.empty();
  }

  private static String reason(String key) {
    String group = key.substring(PREFIX.length()).split("[.]", 2)[0];
    if (List.of("component", "dataformat", "beans", "ssl").contains(group)) {
      return "it must look like camel.component.NAME.OPTION, camel.dataformat.NAME.OPTION,"
          + " camel.beans.NAME, camel.beans.NAME.OPTION or camel.ssl.OPTION";
    }
    return "of Camel's settings, only camel.component.*, camel.dataformat.*, camel.beans.* and"
        + " camel.ssl.* are the site's; others could switch off the log-in or write bodies of"
        + " messages to the log. "
        + Optional.ofNullable(INSTEAD.get(group))
            .map(instead -> "Remove it and use " + instead)
            .orElse("Remove it");
  }

  /**
   * Whether a variable of the environment is meant for Camel. Those that a container platform sets
   * itself for a service named camel are not.
   */
  static boolean isCamelsVariable(String name, String value) {
    return isCamels(name.replace('_', '.'))
        && (VARIABLE.matcher(name).matches()
            || !name.matches(".*_(SERVICE_(HOST|PORT.*)|PORT_\\d+_(TCP|UDP).*)")
                && !value.matches("(tcp|udp)://.*"));
  }

  /**
   * The setting that a variable stands for: {@code CAMEL_COMPONENT_SFTP_BRIDGE_ERROR_HANDLER} is
   * {@code camel.component.sftp.bridge-error-handler}. A name that Camel does not know ends at the
   * next underscore.
   */
  static String ofVariable(String name) {
    Matcher m = VARIABLE.matcher(name);
    if (!m.matches()) {
      return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }
    String group = m.group(1).toLowerCase(Locale.ROOT);
    String rest = m.group(2);
    String dotted =
        switch (group) {
          case "component", "dataformat" -> afterName(rest, known(group));
          case "beans" -> option(rest).replaceFirst("-", ".");
          default -> option(rest);
        };
    return PREFIX + group + "." + dotted;
  }

  private static String afterName(String rest, List<String> names) {
    return names.stream()
        .filter(name -> rest.startsWith(variable(name) + "_"))
        .max(Comparator.comparingInt(String::length))
        .map(name -> name + "." + option(rest.substring(name.length() + 1)))
        .orElseGet(() -> option(rest).replaceFirst("-", "."));
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String option(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names that Camel ships, from the list of camel-main. */
  private static List<String> known(String group) {
    String file = "/org/apache/camel/main/" + group + "s.properties";
    try (InputStream in = BaseMainSupport.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(file + " of camel-main cannot be read", e);
    }
  }
}
