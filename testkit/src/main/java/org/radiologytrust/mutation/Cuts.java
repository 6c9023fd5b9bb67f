package org.radiologytrust.mutation;

import java.util.Arrays;
import java.util.Random;

/** Cuts documents as fields of a fixed length do. */
final class Cuts {
  private Cuts() {}

  /** One of four documents is cut at any place. */
  static byte[] maybe(byte[] data, Random random) {
    return random.nextInt(4) == 0 ? Arrays.copyOf(data, 1 + random.nextInt(data.length - 1)) : data;
  }
}
