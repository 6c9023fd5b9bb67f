package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.lab.phantom.DicomObject;

/** What the contracts share: one store for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DicomStoreContract {
  private StoreUnderTest opened;

  /**
   * Starts an empty store.
   *
   * @param quiet time without a new image after which a study is complete; whole seconds
   */
  protected abstract StoreUnderTest open(Duration quiet) throws IOException;

  @BeforeAll
  void openStore() throws IOException {
    opened = open(Duration.ofSeconds(1));
  }

  @AfterAll
  void closeStore() throws IOException {
    opened.close();
  }

  protected final StoreUnderTest under() {
    return opened;
  }

  protected final DicomStore store() {
    return opened.store();
  }

  protected final String receive(DicomObject object) throws IOException {
    return opened.receive(object.file());
  }

  static void assertKind(Kind kind, Executable request) {
    assertEquals(kind, assertThrows(DicomStoreException.class, request).kind());
  }
}
