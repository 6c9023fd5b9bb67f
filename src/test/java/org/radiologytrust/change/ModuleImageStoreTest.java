package org.radiologytrust.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.ImageStoreProvider;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.settings.Settings;

/** A jar in lib brings an image store with its settings. */
@Tag("integration")
class ModuleImageStoreTest {
  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void makeTheJar() throws Exception {
    jar = folder.resolve("jar");
    for (String nested : List.of("", "$1")) {
      String file = ModuleImageStore.class.getName().replace('.', '/') + nested + ".class";
      try (InputStream in = getClass().getResourceAsStream("/" + file)) {
        write(file, in.readAllBytes());
      }
    }
    text(
        "META-INF/services/" + ImageStoreProvider.class.getName(),
        ModuleImageStore.class.getName());
    text(Settings.MODULE, "# where it is\nrtl.shelf.url=\n");
  }

  private void text(String file, String text) throws Exception {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String file, byte[] content) throws Exception {
    Path path = jar.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  private String doctor(int status, String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of("doctor", "-Drtl.home=" + folder.resolve("home")));
    all.add("-Drtl.model.wire=none");
    for (String listener : List.of("mllp", "http", "management")) {
      all.add("-Drtl." + listener + ".port=0");
    }
    all.addAll(List.of(settings));
    Process process =
        Jvm.rtl(List.of(jar), all.toArray(String[]::new)).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), told);
    return told;
  }

  @Test
  void isUsedInPlaceOfOrthanc() throws Exception {
    String told = doctor(0, "-Drtl.shelf.url=http://127.0.0.1:1");
    assertTrue(told.contains("dusted"), told);
    assertTrue(told.contains("another image store is used (rtl.shelf.url)"), told);
  }

  /** Also beside Orthanc: neither is used. */
  @Test
  void isNotUsedWhereImagesNeverAre() throws Exception {
    String told =
        doctor(
            0,
            "-Drtl.shelf.url=http://127.0.0.1:1",
            "-Drtl.orthanc.url=http://127.0.0.1:1",
            "-Drtl.features=mllp,fhir,page,orthanc",
            "-Drtl.images.use=never");
    assertFalse(told.contains("dusted"), told);
    assertFalse(told.contains("orthanc"), told);
    assertTrue(told.contains("text only: images are not used"), told);
  }

  @Test
  void isRefusedBesideOrthanc() throws Exception {
    String told =
        doctor(
            1,
            "-Drtl.features=mllp,fhir,page,orthanc",
            "-Drtl.shelf.url=http://127.0.0.1:1",
            "-Drtl.orthanc.url=http://127.0.0.1:1");
    assertTrue(told.contains("rtl.orthanc.url and rtl.shelf.url are both set"), told);
  }

  @Test
  void thatCannotBeLoadedIsNamed() throws Exception {
    text("META-INF/services/" + ImageStoreProvider.class.getName(), "org.radiologytrust.Nowhere");
    String told = doctor(1);
    assertTrue(told.contains("an image store in lib/ cannot be loaded"), told);
    assertTrue(told.contains("org.radiologytrust.Nowhere"), told);
  }
}
