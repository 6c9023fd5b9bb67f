package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * {@code rtl.jar} works without {@code rtl-lab.jar}; server.pom.xml says which file is in which.
 */
class LabJarTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final List<String> LABORATORY = List.of("synth", "eval", "import", "eval-checks");

  @TempDir Path product;

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

  /** Patterns of one execution of the jar plugin. */
  private static List<String> patterns(String execution, String element) throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("server.pom.xml").toFile());
    XPath path = XPathFactory.newInstance().newXPath();
    String where = "//execution[id='" + execution + "']/configuration//" + element;
    NodeList nodes = (NodeList) path.evaluate(where, pom, XPathConstants.NODESET);
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      patterns.add(nodes.item(i).getTextContent());
    }
    return patterns;
  }

  /** Copies the files that {@code rtl.jar} holds. */
  private void copyProduct() throws Exception {
    List<PathMatcher> laboratory =
        patterns("default-jar", "exclude").stream()
            .map(pattern -> CLASSES.getFileSystem().getPathMatcher("glob:" + pattern))
            .toList();
    try (Stream<Path> all = Files.walk(CLASSES)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path name = CLASSES.relativize(file);
        if (laboratory.stream().noneMatch(pattern -> pattern.matches(name))) {
          Path copy = product.resolve(name);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  /** Runs a command in a class loader that sees the product and its libraries only. */
  private static Ran run(Path classes, String... args) throws Exception {
    List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
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
  void eachFileIsInOneJar() throws Exception {
    List<String> laboratory = patterns("default-jar", "exclude");
    assertFalse(laboratory.isEmpty());
    assertEquals(laboratory, patterns("lab-jar", "include"));
    copyProduct();
    try (Stream<Path> all = Files.walk(product)) {
      assertEquals(
          List.of(), all.filter(path -> path.endsWith("lab")).map(product::relativize).toList());
    }
  }

  @Test
  void theProductAloneHelpsWithoutTheLaboratorysCommands() throws Exception {
    copyProduct();
    Ran alone = run(product, "--help");
    assertEquals(0, alone.code, alone.err);
    assertEquals("", alone.err);
    Ran both = run(CLASSES, "--help");
    List<String> commands = new ArrayList<>(both.commands());
    assertTrue(commands.containsAll(LABORATORY), both.out);
    commands.removeAll(LABORATORY);
    assertEquals(commands, alone.commands());
    Ran unknown = run(product, "eval", "cases");
    assertEquals(2, unknown.code);
    assertTrue(unknown.err.startsWith("rtl: Unmatched argument"), unknown.err);
  }

  @Test
  void theLaboratorysCommandsTakeTheSharedOptions() throws Exception {
    Ran both = run(CLASSES, "import", "radfact", "--help");
    assertEquals(0, both.code, both.err);
    assertTrue(both.out.contains("--config=FILE"), both.out);
    assertTrue(both.out.contains("--set=KEY=VALUE"), both.out);
  }
}
