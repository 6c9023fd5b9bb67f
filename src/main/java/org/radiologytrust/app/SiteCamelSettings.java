package org.radiologytrust.app;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.StringHelper;
import org.radiologytrust.settings.Settings;

/**
 * Settings of a site for Camel's components, data formats, beans and TLS. {@link Settings} decides
 * which keys there may be; this class checks that the jars have what they name. Messages never
 * quote a value, which may be a password.
 */
final class SiteCamelSettings {
  private static final String BEANS = "camel.beans.";
  private static final Pattern NAMED =
      Pattern.compile("camel[.](component|dataformat)[.]([^.]+)[.].*");
  private static final Pattern BEAN = Pattern.compile("camel[.]beans[.]([^.\\[]+)(.*)");
  private static final Pattern CLASS = Pattern.compile("#class:([^#(]+).*");
  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  private final Map<String, String> values;

  private SiteCamelSettings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws Settings.Wrong if a key names something that no jar has, or Java was started with a
   *     setting of Camel
   */
  static SiteCamelSettings of(Settings settings) {
    System.getProperties().stringPropertyNames().stream()
        .filter(key -> key.toLowerCase(Locale.ROOT).startsWith("camel."))
        .findFirst()
        .ifPresent(
            key -> {
              throw new Settings.Wrong(
                  "Java's option -D"
                      + key
                      + " would change Camel unchecked: remove it from RTL_JAVA_OPTS and give it"
                      + " after the command, as in rtl serve -D"
                      + key
                      + "=VALUE");
            });
    SiteCamelSettings site = new SiteCamelSettings(settings.forCamel());
    site.beans().forEach(site::checkBean);
    site.values.keySet().forEach(site::checkNamed);
    return site;
  }

  Map<String, String> values() {
    return values;
  }

  /** Names of the site's beans, as Camel binds them. */
  private Set<String> beans() {
    Set<String> names = new TreeSet<>();
    for (String key : values.keySet()) {
      Matcher m = BEAN.matcher(key);
      if (m.matches()) {
        names.add(bound(m.group(1)));
      }
    }
    return names;
  }

  /** Camel binds the bean my-broker as myBroker. */
  private static String bound(String name) {
    return StringHelper.dashToCamelCase(name);
  }

  private void checkNamed(String key) {
    Matcher m = NAMED.matcher(key);
    if (!m.matches() || inAJar(m.group(1) + "/" + m.group(2)) || beans().contains(m.group(2))) {
      return;
    }
    throw new Settings.Wrong(
        key
            + ": there is no "
            + m.group(1)
            + " "
            + m.group(2)
            + ": add its jar of Camel "
            + CamelContext.class.getPackage().getImplementationVersion()
            + " to lib/ (docs/change.md), or correct the name");
  }

  private void checkBean(String name) {
    for (String kind : new String[] {"component/", "dataformat/", "language/"}) {
      if (inAJar(kind + name)) {
        throw taken(name);
      }
    }
    Map<String, String> made = new TreeMap<>();
    boolean keyed = false;
    for (Map.Entry<String, String> value : values.entrySet()) {
      Matcher m = BEAN.matcher(value.getKey());
      if (m.matches() && bound(m.group(1)).equals(name)) {
        keyed |= m.group(2).startsWith("[");
        if (m.group(2).isEmpty()) {
          made.put(value.getKey(), value.getValue());
        }
      }
    }
    if (made.isEmpty() && !keyed) {
      throw new Settings.Wrong(
          BEANS + name + " is missing: it says what the bean is, such as #class:NAME");
    }
    made.forEach(SiteCamelSettings::checkClass);
  }

  private static void checkClass(String key, String value) {
    Matcher m = CLASS.matcher(value);
    if (!m.matches()) {
      return;
    }
    String name = m.group(1).strip();
    if (name.startsWith("org.radiologytrust.")) {
      throw new Settings.Wrong(
          key + ": the product makes its own beans; a bean of the site has another class");
    }
    if (resource(name.replace('.', '/') + ".class")) {
      return;
    }
    throw new Settings.Wrong(
        key + ": there is no class " + name + ": add its jar to lib/ (docs/change.md)");
  }

  private static boolean inAJar(String service) {
    return resource(SERVICES + service);
  }

  private static boolean resource(String path) {
    return SiteCamelSettings.class.getClassLoader().getResource(path) != null;
  }

  /**
   * @param registry with the product's own beans
   * @throws Settings.Wrong if a bean of the site has the name of one of the product's
   */
  void refuseTakenNames(Registry registry) {
    Predicate<String> free = name -> registry.lookupByName(name) == null;
    beans().stream()
        .filter(free.negate())
        .findFirst()
        .ifPresent(
            name -> {
              throw taken(name);
            });
  }

  private static Settings.Wrong taken(String name) {
    return new Settings.Wrong(
        BEANS + name + ": the product or Camel uses this name: choose another one");
  }

  /** The refusal of a start that failed because of one of these settings. */
  Optional<Settings.Wrong> refusal(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof PropertyBindingException binding && binding.getOptionPrefix() != null) {
        return Optional.of(
            new Settings.Wrong(
                binding.getOptionPrefix()
                    + (binding.getOptionPrefix().endsWith(".") ? "" : ".")
                    + binding.getOptionKey()
                    + ": there is no such option, or its value is of the wrong kind"));
      }
      if (!values.isEmpty() && e instanceof NoClassDefFoundError missing) {
        return Optional.of(
            new Settings.Wrong(
                "a class of camel.beans.* or camel.component.* needs "
                    + String.valueOf(missing.getMessage()).replace('/', '.')
                    + ": add its jar to lib/ (docs/change.md)"));
      }
    }
    return Optional.empty();
  }
}
