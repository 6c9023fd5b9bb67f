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
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                "target/classes:target/lib/*",
                "org.radiologytrust.Main"));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command);
  }
}
