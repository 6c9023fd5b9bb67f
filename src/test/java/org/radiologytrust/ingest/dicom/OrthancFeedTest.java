package org.radiologytrust.ingest.dicom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;

/** From a C-STORE to the journal, through a real Orthanc. */
@Tag("peers")
class OrthancFeedTest {
  @TempDir Path folder;
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private PrivateOrthanc orthanc;

  @BeforeEach
  void start() throws IOException {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    orthanc.close();
  }

  private ChangesFeed feed(PrivateOrthanc orthanc, String password) {
    OrthancClient client =
        new OrthancClient(orthanc.httpUrl(), orthanc.user(), password, Duration.ofSeconds(10));
    return new ChangesFeed(
        client,
        journal.studies(),
        journal.feedCursors(),
        Clock.systemUTC(),
        ChangesFeed.Limits.DEFAULT,
        SiteFiles.shipped());
  }

  private ChangesFeed feed() {
    return feed(orthanc, orthanc.password());
  }

  private void send(String name, byte[] file) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, file);
    cstore(orthanc.senderAet(), orthanc.aet()).send(List.of(path));
  }

  private CStore cstore(String calling, String called) {
    return new CStore("127.0.0.1", orthanc.dicomPort(), calling, called, Duration.ofSeconds(20));
  }

  private static DicomObject small(PhantomStudy study) {
    return DicomWriter.object(study, new short[] {1, 2, 3, 4})
        .words(0x00280010, "US", (short) 2)
        .words(0x00280011, "US", (short) 2);
  }

  private void pollUntilStable(ChangesFeed feed, int images) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              feed.poll();
              return journal.onlyStudy().stable()
                  && journal.onlyStudy().instances().size() == images;
            });
  }

  @Test
  void fromCStoreToStudy() throws Exception {
    PhantomStudy sent = PhantomStudy.chest("ACC7").of(TestObjects.PATIENT).sided("L", "L");
    send("one.dcm", small(sent).file());
    pollUntilStable(feed(), 1);
    Study study = journal.onlyStudy();
    assertEquals(sent.studyInstanceUid(), study.studyInstanceUid());
    assertEquals("ACC7", study.accessionNumber());
    assertEquals(TestObjects.PATIENT, study.patient());
    assertEquals("DX", study.instances().get(0).modality());
  }

  @Test
  void aLateImageAndARestart() throws Exception {
    send("one.dcm", small(PhantomStudy.chest("A")).file());
    pollUntilStable(feed(), 1);
    int writes = journal.given(Study.class).size();
    feed().poll();
    assertEquals(writes, journal.given(Study.class).size(), "a restart goes on from the cursor");
    send("two.dcm", small(PhantomStudy.chest("A").instance(2)).file());
    ChangesFeed restarted = feed();
    restarted.poll();
    assertFalse(journal.onlyStudy().stable(), "not complete for now");
    pollUntilStable(restarted, 2);
    assertEquals(
        List.of(1, 2),
        journal.onlyStudy().instances().stream().map(Instance::instanceNumber).toList());
  }

  @Test
  void aRepeatedImageChangesNothing() throws Exception {
    byte[] file = small(PhantomStudy.chest("A")).file();
    send("one.dcm", file);
    ChangesFeed feed = feed();
    pollUntilStable(feed, 1);
    int writes = journal.given(Study.class).size();
    send("one.dcm", file);
    feed.poll();
    assertEquals(writes, journal.given(Study.class).size());
  }

  @Test
  void anotherDatabase() throws Exception {
    send("one.dcm", small(PhantomStudy.chest("A")).file());
    pollUntilStable(feed(), 1);
    try (PrivateOrthanc other = PrivateOrthanc.start(Duration.ofSeconds(1))) {
      other.store(small(PhantomStudy.chest("B")).file());
      feed(other, other.password()).poll();
      assertEquals(2, journal.storedStudies().size());
    }
  }

  @Test
  void reportsAmongTheImagesAreLeftOut() throws Exception {
    send("one.dcm", small(PhantomStudy.chest("A")).file());
    DicomObject report =
        small(PhantomStudy.chest("A").instance(2))
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
            .without(0x00280010)
            .without(0x00280011)
            .without(TestObjects.PIXEL_DATA);
    send("sr.dcm", report.file());
    pollUntilStable(feed(), 1);
    assertEquals(1, journal.onlyStudy().instances().size());
  }

  @Test
  void aWrongPasswordStoresNothingAndLosesNothing() throws Exception {
    send("one.dcm", small(PhantomStudy.chest("A")).file());
    feed(orthanc, "wrong").poll();
    assertTrue(journal.calls("storeStudy", "store").isEmpty());
    OrthancClient wrong =
        new OrthancClient(orthanc.httpUrl(), orthanc.user(), "wrong", Duration.ofSeconds(5));
    assertTrue(wrong.check().orElseThrow().contains("password"));
    feed().poll();
    assertEquals(1, journal.storedStudies().size());
  }

  @Test
  void strangersAreRefused() throws Exception {
    Path file = folder.resolve("one.dcm");
    Files.write(file, small(PhantomStudy.chest("A")).file());
    IOException called =
        assertThrows(
            IOException.class, () -> cstore(orthanc.senderAet(), "OTHER").send(List.of(file)));
    assertTrue(called.getMessage().contains("Called AE Title Not Recognized"), called.getMessage());
    IOException calling =
        assertThrows(
            IOException.class, () -> cstore("STRANGER", orthanc.aet()).send(List.of(file)));
    assertTrue(calling.getMessage().startsWith("C-STORE failed: "), calling.getMessage());
    assertFalse(calling.getMessage().contains(folder.toString()), calling.getMessage());
    feed().poll();
    assertTrue(journal.storedStudies().isEmpty());
  }

  @Test
  void noDicomAndNobodyThere() throws Exception {
    Path text = folder.resolve("text.dcm");
    Files.writeString(text, "hello");
    CStore cstore = cstore(orthanc.senderAet(), orthanc.aet());
    assertEquals(
        "not a DICOM file",
        assertThrows(IOException.class, () -> cstore.send(List.of(text))).getMessage());
    Path file = folder.resolve("one.dcm");
    Files.write(file, small(PhantomStudy.chest("A")).file());
    CStore nobody = new CStore("127.0.0.1", 1, "A", "B", Duration.ofSeconds(5));
    assertThrows(IOException.class, () -> nobody.send(List.of(file)));
    assertThrows(
        IOException.class, () -> orthanc.store("hello".getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Sequences 30 deep (Orthanc 1.10.1 ends at 100, when it receives them), and a preamble that
   * makes the file a program.
   */
  @Test
  @Tag("safety")
  void hostileObjects() throws Exception {
    DicomObject deep = new DicomObject();
    for (int level = 0; level < 30; level++) {
      deep = new DicomObject().sequence(0x00400555, deep);
    }
    send("deep.dcm", small(PhantomStudy.chest("A")).sequence(0x00400555, deep).file());
    byte[] program = small(PhantomStudy.chest("B")).file();
    System.arraycopy("MZ".getBytes(StandardCharsets.US_ASCII), 0, program, 0, 2);
    send("program.dcm", program);
    feed().poll();
    assertEquals(2, journal.storedStudies().size());
    OrthancClient client =
        new OrthancClient(
            orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(5));
    assertTrue(client.check().isEmpty(), "Orthanc lives");
  }

  @Test
  void jpeg2000OverCStore() throws Exception {
    Path file = Path.of("../shared/data/dicom/RG1_J2KI.dcm");
    assumeTrue(Files.exists(file));
    cstore(orthanc.senderAet(), orthanc.aet()).send(List.of(file));
    feed().poll();
    Instance image = journal.onlyStudy().instances().get(0);
    OrthancClient client =
        new OrthancClient(
            orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(10));
    assertEquals("1.2.840.10008.1.2.4.91", client.transferSyntax(image.storeId()));
  }

  @Test
  void theFolderIsGoneAfterwards() throws Exception {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    Set<Path> before = folders(temp);
    PrivateOrthanc other = PrivateOrthanc.start(Duration.ofSeconds(1));
    // its own, and those that other JVMs make now
    Set<Path> added = folders(temp);
    added.removeAll(before);
    other.close();
    other.close();
    assertFalse(folders(temp).containsAll(added));
    OrthancClient client =
        new OrthancClient(other.httpUrl(), other.user(), other.password(), Duration.ofSeconds(2));
    assertTrue(client.check().orElseThrow().contains("cannot be reached"));
  }

  private static Set<Path> folders(Path temp) throws IOException {
    try (Stream<Path> list = Files.list(temp)) {
      return list.filter(path -> path.getFileName().toString().startsWith("rtl-orthanc"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }
}
