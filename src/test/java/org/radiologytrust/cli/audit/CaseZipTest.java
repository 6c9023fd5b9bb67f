package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.cli.Zips;
import org.radiologytrust.cli.base.CommandFailure;

/** ZIPs that want to do harm. */
@Tag("safety")
class CaseZipTest {
  private static final CaseZip.Limits SMALL = new CaseZip.Limits(10, 50_000, 120_000, 20, 60_000);

  @TempDir Path folder;

  private Path zip(Map<String, byte[]> entries) throws IOException {
    return Zips.of(folder.resolve("cases.zip"), entries);
  }

  private String refused(Path zip) throws IOException {
    Path target = folder.resolve("work").resolve("cases");
    String told =
        assertThrows(CommandFailure.class, () -> CaseZip.unpack(zip, target, SMALL)).getMessage();
    assertTrue(told.startsWith(zip.toString()), told);
    assertEquals(1, told.lines().count());
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(2, all.count(), "nothing lies beside the target");
    }
    try (Stream<Path> all = Files.list(folder.resolve("work"))) {
      assertEquals(1, all.count());
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.txt",
        "a/../../evil.txt",
        "a/../evil.txt",
        "/tmp/rtl-evil.txt",
        "..\\evil.txt",
        "a/..",
        "../cases-evil/report.txt"
      })
  void noPathLeadsOut(String name) throws IOException {
    Path zip = zip(Map.of(name, new byte[] {1}));
    assertTrue(refused(zip).contains("would write outside its folder (entry 1)"));
    assertFalse(Files.exists(Path.of("/tmp/rtl-evil.txt")));
  }

  @Test
  void entriesAreCounted() throws IOException {
    Map<String, byte[]> many = new HashMap<>();
    for (int i = 0; i < 11; i++) {
      many.put("c" + i + "/report.txt", new byte[] {1});
    }
    assertTrue(refused(zip(many)).contains("has more than 10 entries"));
  }

  @Test
  void oneBigFileIsABomb() throws IOException {
    Path zip = zip(Map.of("a/report.txt", new byte[50_001]));
    assertTrue(refused(zip).contains("has a file of more than 50000 bytes (entry 1)"));
  }

  @Test
  void manyFilesOfNothingAreABomb() throws IOException {
    Path zip = zip(Map.of("a/report.txt", new byte[40_000], "b/report.txt", new byte[40_000]));
    assertTrue(Files.size(zip) < 1_000, "small as it is");
    assertTrue(refused(zip).contains("unpacks to too many bytes"));
  }

  /** The sizes that the ZIP tells of itself are lies: what comes out is counted. */
  @Test
  void sizesAreNotBelieved() throws IOException {
    Path zip = zip(Map.of("a/report.txt", new byte[50_001]));
    byte[] bytes = Files.readAllBytes(zip);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int central = at(bytes, "PK\u0001\u0002");
    buffer.putInt(central + 24, 3);
    Files.write(zip, bytes);
    String told = refused(zip);
    assertTrue(told.contains("50000 bytes") || told.contains("cannot be unpacked"), told);
  }

  @Test
  void aLinkIsASmallFile() throws IOException {
    Path zip = zip(Map.of("a/report.txt", "/etc/passwd".getBytes(StandardCharsets.UTF_8)));
    byte[] bytes = Files.readAllBytes(zip);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int central = at(bytes, "PK\u0001\u0002");
    buffer.put(central + 5, (byte) 3); // made on Unix
    buffer.putInt(central + 38, 0120777 << 16); // a symbolic link
    Files.write(zip, bytes);
    Path target = CaseZip.unpack(zip, folder.resolve("cases"), SMALL);
    Path report = target.resolve("a/report.txt");
    assertTrue(Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS));
    assertEquals("/etc/passwd", Files.readString(report));
  }

  @Test
  void damageIsSeen() throws IOException {
    Path zip =
        zip(Map.of("a/report.txt", "FINDINGS: No fracture.".getBytes(StandardCharsets.UTF_8)));
    byte[] bytes = Files.readAllBytes(zip);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int central = at(bytes, "PK\u0001\u0002");
    buffer.putInt(central + 16, 12345); // its check sum
    Files.write(zip, bytes);
    assertTrue(refused(zip).contains("cannot be unpacked"));
  }

  @Test
  void ordinaryZipsAreFine() throws IOException {
    Path zip =
        zip(Map.of("./", new byte[0], "./a/", new byte[0], "./a/report.txt", new byte[] {65}));
    Path target = CaseZip.unpack(zip, folder.resolve("cases"), SMALL);
    assertEquals("A", Files.readString(target.resolve("a/report.txt")));
  }

  private static int at(byte[] bytes, String mark) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(mark);
  }
}
