package org.radiologytrust.llm.server;

/** What a server does with two images, each with its own nonce. */
public enum ImageMix {
  /** It keeps them apart. */
  APART,
  /** It describes one when it is shown the other, so it must not get images. */
  MIXED,
  /** The answers to both are alike, so it is unknown which image the model was given. */
  UNKNOWN
}
