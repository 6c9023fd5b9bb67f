package org.radiologytrust.ingest.document.pdf;

/** A colour on the page, of three parts from 0 to 1. */
record Ink(float red, float green, float blue) {
  static final Ink WHITE = new Ink(1, 1, 1);
  static final Ink BLACK = new Ink(0, 0, 0);

  /** How far two colours are from each other, from 0 to 1. */
  float contrast(Ink other) {
    float parts = Math.max(Math.abs(red - other.red), Math.abs(green - other.green));
    return Math.max(parts, Math.abs(blue - other.blue));
  }
}
