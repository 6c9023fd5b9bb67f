package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Picture;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;

/**
 * An image that somebody hands in as one file: DICOM, PNG or JPEG. It is read in memory alone, and
 * rendered as the images of a store are. What it cannot say of its patient stays empty; the name
 * and the number of the patient are not read.
 */
public final class UploadedImage {
  /** Several may be decoded at once, beside all else that this process does. */
  private static final int MAX_PIXELS = DicomArchive.MAX_PIXELS;

  private final Study study;
  private final boolean tagged;
  private final ImageSource pixels;

  private UploadedImage(Study study, boolean tagged, ImageSource pixels) {
    this.study = study;
    this.tagged = tagged;
    this.pixels = pixels;
  }

  /** Whether a file is DICOM, as PS3.10 says it begins. */
  public static boolean isDicom(byte[] file) {
    return DicomFile.isDicom(file);
  }

  /**
   * Reads a file. Pixels of DICOM are decoded when they are asked for.
   *
   * @param files say which DICOM objects are no images
   * @param unwanted whether nobody waits for the image any more
   * @throws Picture.Unusable if it is no image that can be read
   */
  public static UploadedImage of(byte[] file, SiteFiles files, BooleanSupplier unwanted)
      throws Picture.Unusable {
    return isDicom(file) ? dicom(file, files) : picture(file, unwanted);
  }

  private static UploadedImage dicom(byte[] file, SiteFiles files) throws Picture.Unusable {
    try {
      DicomFile store = new DicomFile(file);
      Optional<Study> study = new StudyReader(store, files).read(DicomFile.ID);
      return new UploadedImage(
          study.orElseThrow(() -> new Picture.Unusable("is DICOM, but no image")),
          true,
          new DicomImages(store, files, MAX_PIXELS, 0));
    } catch (DicomStoreException e) {
      throw new Picture.Unusable(e.getMessage());
    }
  }

  private static UploadedImage picture(byte[] file, BooleanSupplier unwanted)
      throws Picture.Unusable {
    Picture picture = Picture.of(file, DicomImages.LONGEST, MAX_PIXELS, unwanted);
    return new UploadedImage(
        picture.study(), false, rendered(picture.png(), Picture.recipe(DicomImages.LONGEST)));
  }

  /** A study of this image alone. */
  public Study study() {
    return study;
  }

  /** Whether it has tags, which may say whose image it is. */
  public boolean tagged() {
    return tagged;
  }

  /**
   * Renders it. The result knows its pixels alone, not the file.
   *
   * @throws IOException if it has no pixels that can be rendered
   */
  public ImageSource rendered() throws IOException {
    Instance only = study.instances().get(0);
    return rendered(pixels.png(only), pixels.recipe(only));
  }

  private static ImageSource rendered(byte[] png, String recipe) {
    return new ImageSource() {
      @Override
      public byte[] png(Instance instance) {
        return png.clone();
      }

      @Override
      public String recipe(Instance instance) {
        return recipe;
      }
    };
  }
}
