package org.radiologytrust.ingest.dicom;

import java.io.IOException;

/** An image store, and the ways to put objects into it. It holds nothing at first. */
public interface StoreUnderTest extends AutoCloseable {
  DicomStore store();

  /**
   * Sends a DICOM file as a modality does, or in a way that has the same result.
   *
   * @return the store's id of the instance
   * @throws IOException if the store refuses it
   */
  String receive(byte[] file) throws IOException;

  /** The store's id of the study of an instance. */
  String studyOf(String instance) throws IOException;

  /** Deletes an instance, as whoever looks after the store may do. */
  void delete(String instance) throws Exception;

  @Override
  void close() throws IOException;
}
