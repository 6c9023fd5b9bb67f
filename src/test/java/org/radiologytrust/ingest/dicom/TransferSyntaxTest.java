package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Study;

/** Whatever lossless syntax an image is sent in, the model sees the same. */
@Tag("peers")
@Tag("safety")
class TransferSyntaxTest {
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private static final short[] PIXELS = Phantom.pixels(1, List.of());

  @TempDir static Path folder;
  private static PrivateOrthanc orthanc;
  private static DicomImages images;
  private static byte[] expected;

  @BeforeAll
  static void start() throws IOException {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    OrthancClient client = client();
    images = new DicomImages(new OrthancStore(client));
    String id = orthanc.store(DicomWriter.write(PhantomStudy.chest("REF"), PIXELS));
    expected = images.png(TestObjects.stored(id));
  }

  private static OrthancClient client() {
    return new OrthancClient(
        orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(20));
  }

  @AfterAll
  static void stop() {
    orthanc.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2, dcmconv, +ti",
    "1.2.840.10008.1.2.2, dcmconv, +tb",
    "1.2.840.10008.1.2.1.99, dcmconv, +td",
    "1.2.840.10008.1.2.5, dcmcrle, -q",
    "1.2.840.10008.1.2.4.70, dcmcjpeg, +e1",
    "1.2.840.10008.1.2.4.80, dcmcjpls, +el"
  })
  void thePixelsAreTheSame(String uid, String tool, String option) throws Exception {
    Path plain = folder.resolve("plain.dcm");
    Path converted = folder.resolve(uid + ".dcm");
    Files.write(plain, DicomWriter.write(PhantomStudy.chest("S" + uid.substring(13)), PIXELS));
    List<String> command = new ArrayList<>(List.of(tool, option));
    command.addAll(List.of(plain.toString(), converted.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    CStore cstore =
        new CStore(
            "127.0.0.1",
            orthanc.dicomPort(),
            orthanc.senderAet(),
            orthanc.aet(),
            Duration.ofSeconds(20));
    cstore.send(List.of(converted));
    new ChangesFeed(
            client(),
            journal.studies(),
            journal.feedCursors(),
            Clock.systemUTC(),
            ChangesFeed.Limits.DEFAULT,
            SiteFiles.shipped())
        .poll();
    String id =
        journal.given(Study.class).stream()
            .filter(study -> study.accessionNumber().equals("S" + uid.substring(13)))
            .findFirst()
            .orElseThrow()
            .instances()
            .get(0)
            .storeId();
    String stored = client().transferSyntax(id);
    assertTrue(stored.equals(uid) || uid.matches(".*\\.1\\.2(\\.2|\\.1\\.99)?"), stored);
    assertArrayEquals(expected, images.png(TestObjects.stored(id)));
  }
}
