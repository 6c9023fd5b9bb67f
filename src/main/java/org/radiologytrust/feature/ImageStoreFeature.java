package org.radiologytrust.feature;

import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;

/** An image store. Its routes or beans keep the studies in the journal up to date. */
public interface ImageStoreFeature extends Feature {
  /** The setting whose value turns the store on, such as {@code rtl.orthanc.url}. */
  String setting();

  /** Whether the settings turn the store on. The product uses one store. */
  boolean configured();

  /** Images for the model; {@link ImageSource#NONE} if the store is not configured. */
  ImageSource images();

  /** Images for people; {@link ImageArchive#NONE} if the store is not configured. */
  ImageArchive archive();
}
