package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar target/rtl.jar}. Maven runs this after it has built the jar. */
@Tag("peers")
@Tag("packaged")
class RunnableJarTest {
  private static final Path JAR = Path.of("target/rtl.jar").toAbsolutePath();
  private static final Path LAB = Path.of("target/rtl-lab.jar").toAbsolutePath();

  @TempDir Path folder;

  private static Attributes manifest(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getManifest().getMainAttributes();
    }
  }

  @Test
  void manifestsNameTheMainClassAndEveryLibrary() throws Exception {
    assertEquals("org.radiologytrust.Main", manifest(JAR).getValue(Attributes.Name.MAIN_CLASS));
    for (Path jar : List.of(JAR, LAB)) {
      for (String entry : manifest(jar).getValue(Attributes.Name.CLASS_PATH).split(" ")) {
        assertTrue(Files.exists(jar.resolveSibling(entry)), entry);
      }
    }
  }

  @Test
  void theLaboratorysJarHasTheLaboratoryAlone() throws Exception {
    assertEquals(List.of("lab"), packages(LAB));
    assertFalse(packages(JAR).contains("lab"));
  }

  /** Those right below ours that have classes. */
  private static List<String> packages(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.matches("org/radiologytrust/[^/]+/.*\\.class"))
          .map(name -> name.split("/")[2])
          .distinct()
          .toList();
    }
  }

  @Test
  void itRunsFromAnyFolderAndFindsTheRoutesBesideIt() throws Exception {
    Path report = Files.writeString(folder.resolve("report.txt"), "No pneumothorax.");
    String out =
        rtl("audit", "--report", report.toString(), "--format=table", "-Drtl.model.wire=none");
    assertTrue(out.contains("No pneumothorax."), out);
  }

  @Test
  void itFindsTheLaboratoryBesideIt() throws Exception {
    rtl("synth", "--cases=1", "--out=" + folder.resolve("cases"));
    assertTrue(Files.isDirectory(folder.resolve("cases")));
  }

  private String rtl(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    Process java =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), () -> out + folder.resolve("err"));
    return out;
  }
}
