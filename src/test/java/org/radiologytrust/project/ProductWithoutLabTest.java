package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The product works without the laboratory, which finds its place by being on the class path. */
class ProductWithoutLabTest {
  private static final Path PRODUCT = Path.of("target/classes");
  private static final Path LAB = Path.of("lab/target/classes");
  private static final List<String> LABORATORY = List.of("synth", "eval", "import", "eval-checks");

  /** What a command printed. */
  private record Ran(int code, String out, String err) {
    /** The commands that help lists. */
    List<String> commands() {
      return out.lines()
          .dropWhile(line -> !line.equals("Commands:"))
          .filter(line -> line.matches("  [a-z].*"))
          .map(line -> line.strip().split(" ")[0])
          .toList();
    }
  }

  /** Runs a command in a class loader that sees these modules and the libraries only. */
  private static Ran run(List<Path> modules, String... args) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path module : modules) {
      urls.add(module.toUri().toURL());
    }
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      for (Path jar : jars.toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      Object code =
          loader
              .loadClass("org.radiologytrust.cli.Rtl")
              .getMethod("run", String[].class)
              .invoke(null, (Object) args);
      return new Ran(
          (int) code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void theProductAloneHelpsWithoutTheLaboratorysCommands() throws Exception {
    Ran alone = run(List.of(PRODUCT), "--help");
    assertEquals(0, alone.code, alone.err);
    assertEquals("", alone.err);
    Ran both = run(List.of(PRODUCT, LAB), "--help");
    List<String> commands = new ArrayList<>(both.commands());
    assertTrue(commands.containsAll(LABORATORY), both.out);
    commands.removeAll(LABORATORY);
    assertEquals(commands, alone.commands());
    Ran unknown = run(List.of(PRODUCT), "eval", "cases");
    assertEquals(2, unknown.code);
    assertTrue(unknown.err.startsWith("rtl: Unmatched argument"), unknown.err);
  }

  @Test
  void theLaboratorysCommandsTakeTheSharedOptions() throws Exception {
    Ran both = run(List.of(PRODUCT, LAB), "import", "radfact", "--help");
    assertEquals(0, both.code, both.err);
    assertTrue(both.out.contains("--config=FILE"), both.out);
    assertTrue(both.out.contains("--set=KEY=VALUE"), both.out);
  }
}
