package org.radiologytrust.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project outside of this one: it has the library's jar and what that needs, the classes of the
 * library's README, and a program that reads flags behind an emoji.
 */
class OtherProjectTest {
  private static final Path JAR = Path.of("checks/target/rtl-checks.jar");
  private static final Path LIBRARIES = JAR.resolveSibling("lib");
  private static final Pattern CLASS = Pattern.compile("(?s)```java\n(.*?class (\\w+).*?)```");
  private static final String PROGRAM =
      """
      import org.radiologytrust.checks.Flag;
      import org.radiologytrust.checks.ReportChecker;

      class Program {
        public static void main(String[] args) {
          String text = "\\uD83D\\uDE00\\r\\nFINDINGS: Left pleural effusion. Endotracheal tube.\\r\\n"
              + "IMPRESSION: Right pleural effusion.";
          for (Flag flag : ReportChecker.create().check(text).flags()) {
            String words = text.substring(flag.place().span().start(), flag.place().span().end());
            System.out.println(flag.check() + "=" + words);
          }
        }
      }
      """;

  @TempDir Path folder;

  private void write(String name, String code, List<String> sources) throws IOException {
    Path source = folder.resolve(name + ".java");
    Files.writeString(source, code);
    sources.add(source.toString());
  }

  /** What Java prints with these arguments. */
  private static String java(int code, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), said);
    return said;
  }

  private String run(String program) throws Exception {
    return java(
        0, "-cp", String.join(":", JAR.toString(), LIBRARIES + "/*", folder.toString()), program);
  }

  private String flagged() throws IOException {
    Path report = folder.resolve("report.txt");
    Files.writeString(
        report, "FINDINGS: Left pleural effusion.\nIMPRESSION: Right pleural effusion.\n");
    return report.toString();
  }

  @Test
  void runsAsAJarAndAsAModule() throws Exception {
    String asJar = java(3, "-jar", JAR.toString(), flagged());
    assertTrue(asJar.contains("warning: side-findings-impression"), asJar);
    String command = "org.radiologytrust.checks/org.radiologytrust.checker.CheckCommand";
    assertEquals(asJar, java(3, "-p", JAR + ":" + LIBRARIES, "-m", command, flagged()));
  }

  @Test
  void usesTheJarAloneAndBringsACheck() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-cp", JAR.toString(), "-d", folder.toString()));
    CLASS
        .matcher(Files.readString(Path.of("checks/README.md")))
        .results()
        .forEach(
            block -> {
              try {
                write(block.group(2), block.group(1), arguments);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertEquals(6, arguments.size(), "two classes in the README");
    write("Program", PROGRAM, arguments);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, compiled);
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.radiologytrust.checks.ReportCheck"), "DeviceCheck\n");
    assertEquals(
        "side-findings-impression=Right pleural effusion\ndevice-position=Endotracheal tube\n",
        run("Program"));
    assertTrue(run("First").startsWith("Right pleural effusion: "));
  }
}
