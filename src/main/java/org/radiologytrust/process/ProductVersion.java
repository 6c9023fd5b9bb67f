package org.radiologytrust.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this product, written by the build. */
public final class ProductVersion {
  private static final Properties BUILD = read();

  /** For example 0.2.0. */
  public static final String CURRENT = BUILD.getProperty("version");

  private ProductVersion() {}

  /**
   * The version with the commit that was built, such as {@code 0.2.0 (4f613f7)}; without it where
   * the build had no git.
   */
  public static String withCommit() {
    String commit = BUILD.getProperty("commit");
    boolean changed = BUILD.getProperty("changed").equals("true");
    return commit.isEmpty()
        ? CURRENT
        : CURRENT + " (" + commit + (changed ? ", with changes" : "") + ")";
  }

  private static Properties read() {
    Properties properties = new Properties();
    // beside the class: a library has a file of that name at the top
    try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("version.properties is missing from the build", e);
    }
    return properties;
  }
}
