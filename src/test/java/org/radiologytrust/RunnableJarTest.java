package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar target/rtl.jar}. Maven runs this after it has built the jar. */
@Tag("peers")
@Tag("packaged")
class RunnableJarTest {
  private static final Path JAR = Path.of("target/rtl.jar").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void manifestNamesTheMainClassAndEveryLibrary() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("org.radiologytrust.Main", manifest.getValue(Attributes.Name.MAIN_CLASS));
      for (String entry : manifest.getValue(Attributes.Name.CLASS_PATH).split(" ")) {
        assertTrue(Files.exists(JAR.resolveSibling(entry)), entry);
      }
    }
  }

  @Test
  void itRunsFromAnyFolderAndFindsTheRoutesBesideIt() throws Exception {
    Path report = Files.writeString(folder.resolve("report.txt"), "No pneumothorax.");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                JAR.toString(),
                "audit",
                "--report",
                report.toString(),
                "--format=table",
                "-Drtl.model.wire=none")
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), () -> out + folder.resolve("err"));
    assertTrue(out.contains("No pneumothorax."), out);
  }
}
