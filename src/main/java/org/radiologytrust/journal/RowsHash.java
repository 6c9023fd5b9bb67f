package org.radiologytrust.journal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Count and hash of the rows of a table. The order of the rows does not matter: it is the sum of
 * their SHA-256, since two databases return rows in different orders.
 */
final class RowsHash {
  private static final int BITS = 256;

  private final MessageDigest row = sha256();
  private BigInteger sum = BigInteger.ZERO;
  private long rows;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Adds a value of the present row.
   *
   * @param value a {@code String}, a {@code byte[]}, a {@code Long}, a {@code Double} or {@code
   *     null}
   */
  void value(@Nullable Object value) {
    if (value == null) {
      bytes('-', new byte[0]);
    } else if (value instanceof byte[] bytes) {
      bytes('b', bytes);
    } else if (value instanceof String text) {
      bytes('t', text.getBytes(StandardCharsets.UTF_8));
    } else {
      bytes('n', value.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** With its type and length, so that no two rows look the same. */
  private void bytes(char type, byte[] bytes) {
    row.update((byte) type);
    row.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    row.update(bytes);
  }

  /** Ends the present row. */
  void endRow() {
    sum = sum.add(new BigInteger(1, row.digest())).mod(BigInteger.ONE.shiftLeft(BITS));
    rows++;
  }

  long rows() {
    return rows;
  }

  /** The hash in hexadecimal digits. */
  String hash() {
    return String.format("%064x", sum);
  }

  /** Whether both have the same rows. */
  boolean same(RowsHash other) {
    return rows == other.rows && sum.equals(other.sum);
  }
}
