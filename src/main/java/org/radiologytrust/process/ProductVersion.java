package org.radiologytrust.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this product, written by the build. */
public final class ProductVersion {
  /** For example 0.1.0. */
  public static final String CURRENT = read();

  private ProductVersion() {}

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = ProductVersion.class.getResourceAsStream("/version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("version.properties is missing from the build", e);
    }
    return properties.getProperty("version");
  }
}
