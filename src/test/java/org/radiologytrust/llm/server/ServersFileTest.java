package org.radiologytrust.llm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.settings.Settings;

class ServersFileTest {
  @TempDir Path folder;
  private Path path;
  private ServersFile file;

  @BeforeEach
  void file() {
    path = folder.resolve("servers");
    file = new ServersFile(path);
  }

  private void write(String text) throws Exception {
    Files.writeString(path, text);
  }

  private Settings.Wrong refused() {
    return assertThrows(Settings.Wrong.class, file::read);
  }

  @Test
  void eachLineIsAServer() throws Exception {
    write("# GPU room\n\n http://a:11434/ \nhttps://b/v1\r\n#http://c\nhttp://a:11434\n");
    assertEquals(List.of("http://a:11434", "https://b/v1"), file.read());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:11434", "http://", "ftp://a", "http://a b", "http://[a,http://b"})
  void lineThatIsNoUrlIsRefused(String line) throws Exception {
    write("http://a\n" + line + "\n");
    assertTrue(refused().getMessage().startsWith("rtl.model.servers-file: line 2 "));
  }

  @Test
  void loginInAnAddressIsRefusedAndNotQuoted() throws Exception {
    write("http://me:hunter2@a");
    assertTrue(refused().getMessage().contains("login"));
    assertFalse(refused().getMessage().contains("hunter2"));
  }

  @Test
  void fileWithoutAServerIsRefused() throws Exception {
    write("# all are being moved\n");
    assertTrue(refused().getMessage().contains("lists 0 servers"));
  }

  @Test
  void fileOfTooManyServersIsRefused() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= ServersFile.MOST; i++) {
      many.append("http://a").append(i).append('\n');
    }
    write(many.toString());
    assertTrue(refused().getMessage().contains("lists 1001 servers"));
  }

  @Test
  void fileThatCannotBeReadIsRefused() throws Exception {
    assertTrue(refused().getMessage().contains("cannot be read (it does not exist)"));
    Files.write(path, "http://ä".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refused().getMessage().contains("cannot be read (it is not text in UTF-8)"));
  }

  @Test
  void changedFileChangesThePool() throws Exception {
    write("http://a\nhttp://b\n");
    List<String> added = new ArrayList<>();
    ModelServers servers = servers();
    ServersFileReader reader = new ServersFileReader(file::read, servers, added::add);
    reader.read();
    assertEquals(List.of(), added, "nothing has changed");
    write("http://b\nhttp://c\n");
    reader.read();
    assertEquals(List.of("http://b", "http://c"), servers.urls());
    assertEquals(List.of("http://c"), added);
  }

  private ModelServers servers() {
    Duration second = Duration.ofSeconds(1);
    return new ModelServers(file.read(), new ModelServers.Limits(1, 1, second, second, second));
  }

  @Test
  void whileTheFileIsNotValidTheServersStayAndTheLogSaysItOnce() throws Exception {
    write("http://a\n");
    ModelServers servers = servers();
    ServersFileReader reader = new ServersFileReader(file::read, servers, url -> {});
    try (CapturedLog log = new CapturedLog(ServersFileReader.class.getName())) {
      write("");
      reader.read();
      reader.read();
      assertEquals(List.of("http://a"), servers.urls());
      assertTrue(reader.problem().orElseThrow().contains("lists 0 servers"));
      assertEquals(1, log.lines(Level.ERROR).size());
      write("http://b\n");
      reader.read();
      assertEquals(Optional.empty(), reader.problem());
      assertEquals(List.of("http://b"), servers.urls());
    }
  }
}
