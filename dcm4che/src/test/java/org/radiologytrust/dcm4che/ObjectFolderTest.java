package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.dcm4che.ObjectFolder.Kept;
import org.radiologytrust.dcm4che.OpenStudies.Due;

class ObjectFolderTest {
  private static final Duration QUIET = Duration.ofSeconds(60);
  private static final ObjectIds ONE = new ObjectIds("4711", "1.2.3", "1.2.3.4", "1.2.3.4.5");
  private static final ObjectIds TWO = new ObjectIds("4711", "1.2.3", "1.2.3.4", "1.2.3.4.6");

  @TempDir Path temp;
  private long now;
  private Path root;
  private ObjectFolder folder;

  @BeforeEach
  void start() throws IOException {
    root = temp.resolve("dicom");
    folder = started();
  }

  /** The folder as a new process sees it. */
  private ObjectFolder started() throws IOException {
    ObjectFolder folder = new ObjectFolder(root, new OpenStudies(QUIET, () -> now));
    folder.start();
    return folder;
  }

  private Kept keep(ObjectIds ids, String content) throws IOException {
    Path part = folder.part();
    Files.writeString(part, content);
    try {
      return folder.keep(part, ids);
    } finally {
      assertFalse(Files.exists(part));
    }
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      Set<String> names = new TreeSet<>();
      files.filter(Files::isRegularFile).forEach(f -> names.add(root.relativize(f).toString()));
      return names;
    }
  }

  @Test
  void anObjectIsStoredAndItsStudyMarked() throws Exception {
    assertEquals(Kept.NEW, keep(ONE, "content"));
    assertEquals(Set.of("objects/" + ONE.object() + ".dcm", "open/" + ONE.study()), files());
    assertEquals(List.of(ONE.object()), folder.objects(ONE.study()));
    assertEquals("content", Files.readString(folder.file(ONE.object())));
  }

  @Test
  void theFolderIsForItsOwnerAlone() throws Exception {
    assertEquals("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]", permissions(root));
    keep(ONE, "content");
    assertEquals("[OWNER_READ, OWNER_WRITE]", permissions(folder.file(ONE.object())));
  }

  private static String permissions(Path path) throws IOException {
    return new TreeSet<>(Files.getPosixFilePermissions(path)).toString();
  }

  @Test
  void aRepeatedObjectKeepsItsFirstContent() throws Exception {
    keep(ONE, "content");
    Due due = folder.studies().next().orElseThrow();
    now += QUIET.toNanos();
    folder.done(due);
    folder.done(folder.studies().next().orElseThrow());
    assertEquals(Kept.SAME, keep(ONE, "content"));
    assertEquals(Kept.OTHER_CONTENT, keep(ONE, "other"));
    assertEquals("content", Files.readString(folder.file(ONE.object())));
    assertTrue(folder.studies().next().isEmpty(), "the journal has this study as it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../x", "/etc/passwd", "a/b", "..", "", "1.2\n3", "\0"})
  void uidsAreNotPaths(String uid) throws Exception {
    ObjectIds ids = new ObjectIds(uid, uid, uid, uid);
    keep(ids, "content");
    assertTrue(ObjectIds.isObject(ids.object()));
    assertEquals(Set.of("objects/" + ids.object() + ".dcm", "open/" + ids.study()), files());
  }

  @Test
  void onlyItsOwnIdsArePaths() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> folder.file("../../x"));
    assertEquals(List.of(), folder.objects("../objects"));
    assertEquals(List.of(), folder.objects(ONE.study()));
  }

  /** As in Orthanc: one patient's images never join another patient's study. */
  @Test
  void oneStudyUidOfTwoPatientsIsTwoStudies() {
    ObjectIds other = new ObjectIds("4712", "1.2.3", "1.2.3.4", "1.2.3.4.5");
    assertNotEquals(ONE.study(), other.study());
    assertEquals(ONE.study(), TWO.study());
    assertNotEquals(
        new ObjectIds("4711", "2.3", "", "").study(), new ObjectIds("47112", ".3", "", "").study());
  }

  @Test
  void aStudyIsOpenUntilTheJournalHasAllOfIt() throws Exception {
    keep(ONE, "content");
    Due first = folder.studies().next().orElseThrow();
    folder.done(first);
    assertEquals(ONE.study(), open(started()), "a new process does not know if more will come");
    now += QUIET.toNanos();
    Due complete = folder.studies().next().orElseThrow();
    keep(TWO, "content");
    folder.done(complete);
    assertEquals(ONE.study(), open(started()), "an object arrived since");
    now += QUIET.toNanos();
    folder.done(folder.studies().next().orElseThrow());
    assertTrue(started().studies().next().isEmpty());
    assertEquals(2, folder.objects(ONE.study()).size());
  }

  private static String open(ObjectFolder folder) {
    return folder.studies().next().orElseThrow().study();
  }

  /** A process may be killed between any two steps of {@link ObjectFolder#keep}. */
  @Test
  void aMarkerIsThereBeforeTheObject() throws Exception {
    Files.createDirectories(root.resolve("objects").resolve(ONE.study()));
    Files.createFile(root.resolve("open").resolve(ONE.study()));
    ObjectFolder after = started();
    assertEquals(ONE.study(), open(after));
    assertEquals(List.of(), after.objects(ONE.study()));
  }

  @Test
  void whatWasNotFinishedIsDeletedAtTheStart() throws Exception {
    Files.writeString(folder.part(), "half");
    Path removed = Files.createDirectory(root.resolve("incoming").resolve("x.removed"));
    Files.writeString(removed.resolve("y.dcm"), "old");
    started();
    assertEquals(Set.of(), files());
  }

  @Test
  void anObjectThatCannotBeStoredLeavesNothing() throws Exception {
    Files.delete(root.resolve("objects"));
    assertThrows(IOException.class, () -> keep(ONE, "content"));
    assertFalse(files().stream().anyMatch(name -> name.endsWith(".part")));
    assertTrue(folder.studies().next().isEmpty());
  }

  @Test
  void manySendersOfOneObject() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        ObjectIds ids = new ObjectIds("4711", "1.2.3", "1.2", "" + round);
        List<Callable<Kept>> sends =
            Stream.<Callable<Kept>>generate(() -> () -> keep(ids, "content")).limit(8).toList();
        int stored = 0;
        for (Future<Kept> kept : senders.invokeAll(sends)) {
          stored += kept.get() == Kept.NEW ? 1 : 0;
        }
        assertEquals(1, stored);
      }
    } finally {
      senders.shutdownNow();
    }
  }

  @Test
  void oldStudiesAreDeletedAndOpenOnesKept() throws Exception {
    keep(ONE, "content");
    Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    new ObjectRetention(folder, Duration.ofHours(1), tomorrow).run();
    assertEquals(1, folder.objects(ONE.study()).size(), "the journal may not have it");
    now += QUIET.toNanos();
    folder.done(folder.studies().next().orElseThrow());
    new ObjectRetention(folder, Duration.ofDays(2), tomorrow).run();
    assertEquals(1, folder.objects(ONE.study()).size(), "it is not old enough");
    new ObjectRetention(folder, Duration.ofHours(1), tomorrow).run();
    assertEquals(List.of(), folder.objects(ONE.study()));
    assertEquals(Set.of(), files());
    assertEquals(Kept.NEW, keep(ONE, "again"));
    assertEquals("again", Files.readString(folder.file(ONE.object())));
  }
}
