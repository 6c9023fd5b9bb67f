package org.radiologytrust.ingest.dicom;

import java.util.List;

/**
 * The objects of an image store, such as Orthanc. {@link StudyReader}, {@link DicomImages} and
 * {@link DicomArchive} build on it. Implementations can be called by several threads at once.
 *
 * <p>Studies and instances have ids of the store's own; {@link
 * org.radiologytrust.model.Instance#storeId} is the id of an instance. An id contains no patient
 * data: it appears in logs.
 */
public interface DicomStore {
  /** The sequences with lookup tables that the rendering reads. */
  enum Lut {
    MODALITY("ModalityLUTSequence"),
    VOI("VOILUTSequence");

    private final String sequence;

    Lut(String sequence) {
      this.sequence = sequence;
    }

    /** The keyword of the sequence. */
    public String sequence() {
      return sequence;
    }
  }

  /**
   * Whether a study is complete: no instance has arrived for a while.
   *
   * @throws DicomStoreException GONE if the store does not have the study
   */
  boolean stable(String study) throws DicomStoreException;

  /**
   * The ids of a study's instances, unordered, each once.
   *
   * @throws DicomStoreException GONE if the store does not have the study
   */
  List<String> instances(String study) throws DicomStoreException;

  /**
   * The ids of all instances of an instance's series, itself among them, unordered, each once.
   *
   * @throws DicomStoreException GONE if the store does not have the instance
   */
  List<String> series(String instance) throws DicomStoreException;

  /**
   * The tags of an instance, without the values of pixels and other long binary values.
   *
   * @throws DicomStoreException GONE if the store does not have the instance
   */
  DicomTags tags(String instance) throws DicomStoreException;

  /**
   * The LUTData of the first item of a sequence.
   *
   * @param limit maximum length in bytes
   * @return the entries, each a byte or a word with the lower byte first
   * @throws DicomStoreException FAILED if there is none, or it is longer than the limit
   */
  byte[] lutData(String instance, Lut lut, int limit) throws DicomStoreException;

  /**
   * Decodes a frame. The caller has checked that {@code Rows} times {@code Columns} is not above
   * the limit, that the image has at most 16 bits per sample, and that there is such a frame.
   *
   * <p>Pixel data that ends before the frame does is refused. The pixels of a frame are never read
   * from elsewhere: what is in memory may belong to another patient.
   *
   * @param tags the tags of this instance
   * @param frame index, from 0
   * @param maxPixels maximum size of the frame in pixels, whatever the pixel data says
   * @return grey if {@code PhotometricInterpretation} is MONOCHROME1 or MONOCHROME2, otherwise
   *     colour
   * @throws DicomStoreException FAILED if the frame is incomplete, too large or cannot be decoded
   */
  DecodedFrame frame(String instance, DicomTags tags, int frame, int maxPixels)
      throws DicomStoreException;
}
