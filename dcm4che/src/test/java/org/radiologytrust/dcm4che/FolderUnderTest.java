package org.radiologytrust.dcm4che;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.CStore;
import org.radiologytrust.ingest.dicom.DicomStore;
import org.radiologytrust.ingest.dicom.StoreUnderTest;
import org.radiologytrust.feature.FreePorts;

/**
 * A folder of received objects.
 *
 * @param scp receives them; null: they are put there
 */
record FolderUnderTest(Path root, ObjectFolder folder, @Nullable StorageScp scp, int port)
    implements StoreUnderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  static FolderUnderTest start(Duration quiet) throws IOException {
    Path root = Files.createTempDirectory("rtl-dicom");
    ObjectFolder folder = new ObjectFolder(root, new OpenStudies(quiet));
    folder.start();
    return new FolderUnderTest(root, folder, null, 0);
  }

  /** Objects are sent by dcmtk's storescu. */
  static FolderUnderTest byCStore(Duration quiet) throws IOException {
    FolderUnderTest started = start(quiet);
    int port = FreePorts.one();
    TreeSet<String> syntaxes = new TreeSet<>(FrameReader.transferSyntaxes());
    syntaxes.addAll(List.of(UID.JPEGExtended12Bit, UID.JPEGLSLossless, UID.JPEGLSNearLossless));
    ScpSettings settings =
        new ScpSettings(
            "RTL",
            "127.0.0.1",
            port,
            Callers.of("*@127.0.0.1"),
            Optional.empty(),
            syntaxes,
            2,
            131_072,
            TIMEOUT,
            new IncomingFile.Limits(1 << 28, 0));
    StorageScp scp =
        new StorageScp(settings, started.folder, new Refusals(new SimpleMeterRegistry()));
    scp.bind();
    return new FolderUnderTest(started.root, started.folder, scp, port);
  }

  @Override
  public DicomStore store() {
    return new FolderStore(folder);
  }

  @Override
  public String receive(byte[] file) throws IOException {
    Path part = folder.part();
    Files.write(part, file);
    ObjectIds ids = ids(part);
    if (scp == null || !isProposed(part)) {
      folder.keep(part, ids);
    } else {
      new CStore("127.0.0.1", port, "CT1", "RTL", TIMEOUT).send(List.of(part));
      Files.delete(part);
    }
    return ids.object();
  }

  /** storescu proposes each transfer syntax that we know but this one. */
  private static boolean isProposed(Path file) throws IOException {
    try (DicomInputStream in = new DicomInputStream(file.toFile())) {
      return !UID.JPEGLossless.equals(
          in.readFileMetaInformation().getString(Tag.TransferSyntaxUID));
    }
  }

  private static ObjectIds ids(Path file) throws IOException {
    try (DicomInputStream in = new DicomInputStream(file.toFile())) {
      Attributes tags = in.readDatasetUntilPixelData();
      return new ObjectIds(
          tags.getString(Tag.PatientID, ""),
          tags.getString(Tag.StudyInstanceUID),
          tags.getString(Tag.SeriesInstanceUID),
          tags.getString(Tag.SOPInstanceUID));
    }
  }

  @Override
  public String studyOf(String instance) {
    return instance.substring(0, instance.indexOf('/'));
  }

  @Override
  public void delete(String instance) throws IOException {
    Files.delete(folder.file(instance));
  }

  @Override
  public void close() throws IOException {
    if (scp != null) {
      try {
        scp.close();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
