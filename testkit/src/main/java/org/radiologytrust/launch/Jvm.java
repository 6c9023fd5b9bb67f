package org.radiologytrust.launch;

import java.nio.file.Path;
import java.util.ArrayList;
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
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("-cp");
    arguments.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    arguments.add(main.getName());
    return java(arguments);
  }

  /** A JVM with these arguments. */
  static ProcessBuilder java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /**
   * @param more jars that are added to lib
   */
  public static ProcessBuilder rtl(List<Path> more, String... arguments) {
    StringBuilder classPath = new StringBuilder(SharedClasses.classPath());
    more.forEach(path -> classPath.append(':').append(path));
    // the collector that needs the least processor time at a start
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    all.addAll(SharedClasses.options());
    all.addAll(
        List.of("-Dfile.encoding=UTF-8", "-cp", classPath.toString(), "org.radiologytrust.Main"));
    all.addAll(List.of(arguments));
    return java(all);
  }
}
