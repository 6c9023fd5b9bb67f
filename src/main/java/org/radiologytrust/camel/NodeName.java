package org.radiologytrust.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.radiologytrust.settings.Settings;

/** The name of this machine, for people. */
final class NodeName {
  private static final String KEY = "rtl.node.name";
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** Java's own lookup of the host's name may ask a DNS server, and wait for it. */
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  private NodeName() {}

  /**
   * The configured name, otherwise that of the host.
   *
   * @throws Settings.Wrong when the configured name is not valid
   */
  static String of(Settings settings) {
    String name = settings.text(KEY);
    if (name.isEmpty()) {
      return host();
    }
    if (!VALID.matcher(name).matches()) {
      throw new Settings.Wrong(
          KEY + ": a name has 1 to 100 letters, digits, dots, hyphens and underscores");
    }
    return name;
  }

  private static String host() {
    try {
      String name = Files.readString(HOST).strip();
      return VALID.matcher(name).matches() ? name : "node";
    } catch (IOException e) {
      return "node";
    }
  }
}
