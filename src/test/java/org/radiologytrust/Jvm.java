package org.radiologytrust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code rtl} in a JVM of its own, from what the build has made. */
public final class Jvm {
  private Jvm() {}

  /**
   * @param arguments the command and its options
   */
  public static ProcessBuilder rtl(String... arguments) {
    return rtl(List.of(), arguments);
  }

  /**
   * @param more what lies in lib beside the product's own
   */
  public static ProcessBuilder rtl(List<Path> more, String... arguments) {
    StringBuilder classPath = new StringBuilder("target/classes:target/lib/*");
    more.forEach(path -> classPath.append(':').append(path));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                classPath.toString(),
                "org.radiologytrust.Main"));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command);
  }
}
