package org.radiologytrust.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A second JVM, with {@code rtl} as it was compiled, or a class of the tests. */
public final class Jvm {
  private Jvm() {}

  /**
   * @param arguments the command and its options
   */
  public static ProcessBuilder rtl(String... arguments) {
    return rtl(List.of(), arguments);
  }

  /** A JVM with the class path of the tests. */
  public static ProcessBuilder tests(Class<?> main, String... options) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(Arrays.asList(options));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    return new ProcessBuilder(command);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * @param more jars that are added to lib
   */
  public static ProcessBuilder rtl(List<Path> more, String... arguments) {
    StringBuilder classPath = new StringBuilder(SharedClasses.classPath());
    more.forEach(path -> classPath.append(':').append(path));
    List<String> command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1"));
    command.addAll(SharedClasses.options());
    command.addAll(
        List.of("-Dfile.encoding=UTF-8", "-cp", classPath.toString(), "org.radiologytrust.Main"));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command);
  }
}
