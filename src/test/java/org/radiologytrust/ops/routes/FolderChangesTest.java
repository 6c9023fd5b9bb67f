package org.radiologytrust.ops.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChangesTest {
  @TempDir Path folder;

  private Path a;
  private Path b;

  @BeforeEach
  void files() throws IOException {
    a = Files.writeString(folder.resolve("a.yaml"), "1");
    b = Files.writeString(folder.resolve("b.yaml"), "1");
    Files.writeString(folder.resolve("c.txt"), "1");
  }

  @Test
  void whatIsNewOrChangedComesBeforeWhatIsGone() throws IOException {
    FolderChanges changes = new FolderChanges(folder);
    assertEquals(List.of(a, b), changes.files());
    assertEquals(List.of(), changes.next());
    Files.delete(a);
    Files.writeString(b, "22");
    Path d = Files.writeString(folder.resolve("d.yaml"), "1");
    assertEquals(List.of(b, d, a), changes.next());
    assertEquals(List.of(), changes.next());
  }

  /** Java's watch service gives up its list of events at 512. */
  @Test
  void manyChangesBetweenTwoLooksLoseNone() throws IOException {
    FolderChanges changes = new FolderChanges(folder);
    for (int i = 0; i < 600; i++) {
      Files.delete(Files.writeString(folder.resolve("x.yaml"), "1"));
    }
    Files.writeString(a, "22");
    assertEquals(List.of(a), changes.next());
  }

  @Test
  void aLinkThatLeadsToAnotherFileHasChanged() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "1");
    Path two = Files.writeString(folder.resolve("two"), "1");
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), one);
    FolderChanges changes = new FolderChanges(folder);
    Files.delete(link);
    Files.createSymbolicLink(link, two);
    assertEquals(List.of(link), changes.next());
    Files.delete(two);
    assertEquals(List.of(link), changes.next(), "it leads nowhere");
  }

  @Test
  void aFolderThatIsGoneForAWhileLosesNoChange() throws IOException {
    FolderChanges changes = new FolderChanges(folder);
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    assertThrows(IOException.class, changes::next);
    Files.move(away, folder);
    Files.writeString(a, "22");
    assertEquals(List.of(a), changes.next());
  }
}
