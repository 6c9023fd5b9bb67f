package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Orthanc that receives objects over HTTP or by C-STORE. */
record OrthancUnderTest(PrivateOrthanc orthanc, boolean cstore) implements StoreUnderTest {
  /** JPEG Lossless with any predictor: storescu does not offer it. */
  private static final String NOT_SENT = "1.2.840.10008.1.2.4.57";

  static OrthancUnderTest start(Duration quiet) throws IOException {
    return new OrthancUnderTest(PrivateOrthanc.start(quiet), false);
  }

  static OrthancUnderTest byCStore(Duration quiet) throws IOException {
    return new OrthancUnderTest(PrivateOrthanc.start(quiet), true);
  }

  OrthancClient client(String password) {
    return new OrthancClient(orthanc.httpUrl(), orthanc.user(), password, Duration.ofSeconds(20));
  }

  @Override
  public DicomStore store() {
    return new OrthancStore(client(orthanc.password()));
  }

  @Override
  public String receive(byte[] file) throws IOException {
    if (!cstore || new String(file, StandardCharsets.ISO_8859_1).contains(NOT_SENT)) {
      return orthanc.store(file);
    }
    Path path = Files.createTempFile("rtl-test", ".dcm");
    try {
      Files.write(path, file);
      orthanc.send(List.of(path), Duration.ofSeconds(60));
    } finally {
      Files.delete(path);
    }
    List<OrthancClient.Change> changes =
        client(orthanc.password()).changes(0, 1000).changes().stream()
            .filter(change -> change.type().equals("NewInstance"))
            .toList();
    return changes.get(changes.size() - 1).id();
  }

  @Override
  public String studyOf(String instance) throws IOException {
    return client(orthanc.password()).studyOf(instance);
  }

  @Override
  public void delete(String instance) throws Exception {
    OrthancRest.deleteInstance(orthanc, instance);
  }

  @Override
  public void close() {
    orthanc.close();
  }
}
