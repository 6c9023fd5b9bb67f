package org.radiologytrust.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;

/** Reads the settings that jars in {@code lib/} bring. */
final class ModuleSettings {
  private ModuleSettings() {}

  /**
   * Adds the settings of all jars with their defaults.
   *
   * @param values the settings so far
   * @throws Settings.Wrong when a file cannot be read, or a key exists already or is none of ours
   */
  static void read(ClassLoader jars, Map<String, String> values) {
    try {
      for (URL file : Collections.list(jars.getResources(Settings.MODULE))) {
        add(file, values);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new Settings.Wrong(
          "a file " + Settings.MODULE + " in lib/ cannot be read: " + e.getMessage());
    }
  }

  private static void add(URL file, Map<String, String> values) throws IOException {
    Properties defaults = properties(file);
    for (String key : defaults.stringPropertyNames()) {
      if (!key.startsWith("rtl.")) {
        throw new Settings.Wrong(file + ": the setting " + key + " does not begin with rtl.");
      }
      if (values.putIfAbsent(key, defaults.getProperty(key).strip()) != null) {
        throw new Settings.Wrong(
            file + ": the setting " + key + " exists already: lib/ must have one jar of a module");
      }
    }
  }

  private static Properties properties(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    // a cached jar would stay open, and stay as it was
    connection.setUseCaches(false);
    Properties properties = new Properties();
    try (InputStream in = connection.getInputStream()) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }
}
