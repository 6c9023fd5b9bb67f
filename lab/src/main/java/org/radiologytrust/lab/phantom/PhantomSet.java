package org.radiologytrust.lab.phantom;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Sets of phantoms to train and measure models that read images. Each set has a million seeds of
 * its own: set 0 has the seeds 0 to 999,999, set 1 starts at 1,000,000. Nothing trains on set 0. It
 * holds the demo's phantom, the committed phantoms and those that models are measured with.
 */
public final class PhantomSet {
  /** The set for measuring; no model is trained on it. */
  public static final long HELD_OUT = 0;

  /** Number of seeds in a set. */
  public static final int SEEDS = 1_000_000;

  private static final int AT_ONCE = 256;

  private PhantomSet() {}

  /** The first seed of a set. */
  public static long first(long set) {
    return Math.multiplyExact(set, SEEDS);
  }

  /**
   * Writes the images as {@code pixels.u8}, {@code size * size} bytes each, and {@code truth.json}
   * with {@code size}, the names of the {@code findings}, the {@code seeds} of the images, and
   * {@code rows}: for each image a 1 or 0 for each finding. An image is the whole phantom, padded
   * to a square with black, as models get it.
   *
   * @param out folder to write to; created if missing
   * @param set from 0
   * @param count at most {@link #SEEDS}
   * @param size width and height in pixels
   * @param done called from time to time with the number of images written
   * @throws IllegalArgumentException if a number is out of range
   */
  public static void write(Path out, long set, int count, int size, IntConsumer done)
      throws IOException {
    if (set < 0 || count < 0 || count > SEEDS || size <= 0) {
      throw new IllegalArgumentException(
          "no such set: " + set + " with " + count + " images of size " + size);
    }
    Files.createDirectories(out);
    List<Long> seeds = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    try (OutputStream pixels =
        new BufferedOutputStream(Files.newOutputStream(out.resolve("pixels.u8")))) {
      for (int from = 0; from < count; from += AT_ONCE) {
        long first = first(set) + from;
        List<byte[]> images =
            IntStream.range(0, Math.min(AT_ONCE, count - from))
                .parallel()
                .mapToObj(i -> square(first + i, size))
                .toList();
        for (int i = 0; i < images.size(); i++) {
          pixels.write(images.get(i));
          seeds.add(first + i);
          rows.add(row(Radiographs.draw(first + i)));
        }
        done.accept(rows.size());
      }
    }
    Map<String, Object> truth = new LinkedHashMap<>();
    truth.put("size", size);
    truth.put("findings", Radiographs.FINDINGS);
    truth.put("rows", rows);
    truth.put("seeds", seeds);
    new ObjectMapper().writeValue(out.resolve("truth.json").toFile(), truth);
  }

  private static int[] row(List<Abnormality> shown) {
    List<String> names = shown.stream().map(Abnormality::finding).toList();
    return Radiographs.FINDINGS.stream().mapToInt(f -> names.contains(f) ? 1 : 0).toArray();
  }

  private static byte[] square(long seed, int size) {
    int width = size * Phantom.WIDTH / Phantom.HEIGHT;
    byte[] grey = Radiographs.grey(seed, Radiographs.draw(seed), width, size);
    byte[] square = new byte[size * size];
    for (int row = 0; row < size; row++) {
      System.arraycopy(grey, row * width, square, row * size + (size - width) / 2, width);
    }
    return square;
  }
}
