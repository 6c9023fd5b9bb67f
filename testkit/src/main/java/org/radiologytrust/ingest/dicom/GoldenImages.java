package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * DICOM objects and what a model sees of them, worked out by {@code model/tests/golden_images.py}.
 */
public final class GoldenImages {
  private static final String FOLDER = "/golden/images/";

  private GoldenImages() {}

  /**
   * Objects of one series.
   *
   * @param shown position of the file that is rendered, from 0
   * @param side pixels of each side of what a model sees
   * @param compressible whether encoders of lossless syntaxes keep all bits
   */
  public record Golden(String name, List<String> files, int shown, int side, boolean compressible) {
    /** Red, green and blue of each pixel of what a model sees, by rows. */
    public byte[] rgb() throws IOException {
      try (InputStream packed = open(name + ".rgb.gz");
          GZIPInputStream in = new GZIPInputStream(packed)) {
        return in.readAllBytes();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  public static List<Golden> all() throws IOException {
    try (InputStream in = open("index.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<>() {});
    }
  }

  public static byte[] file(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(GoldenImages.class.getResourceAsStream(FOLDER + name), name);
  }
}
