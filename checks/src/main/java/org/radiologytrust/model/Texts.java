package org.radiologytrust.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Text functions that several packages share. */
public final class Texts {
  private Texts() {}

  /** The text, or the empty string for {@code null}. */
  public static String orEmpty(@Nullable String s) {
    return s == null ? "" : s;
  }

  /** The text with a capital letter at its beginning. */
  public static String capital(String s) {
    return s.isEmpty() ? s : s.substring(0, 1).toUpperCase(Locale.ROOT) + s.substring(1);
  }

  /** An immutable copy; empty for {@code null}. */
  public static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** A text without characters that a terminal would obey: each is a question mark. */
  public static String printable(String s) {
    return s.replaceAll("\\p{C}", "?");
  }

  /** SHA-256 of the UTF-8 bytes, as 64 lower-case hex digits. */
  public static String sha256(String s) {
    return sha256(s.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 as 64 lower-case hex digits. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256", bytes));
  }

  /** Name-based UUID, version 5 (RFC 9562), in the namespace of this product. */
  public static UUID uuid5(String name) {
    byte[] hash =
        digest("SHA-1", ("radiologytrustlayer.org\n" + name).getBytes(StandardCharsets.UTF_8));
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = high << 8 | (hash[i] & 0xff);
      low = low << 8 | (hash[i + 8] & 0xff);
    }
    return new UUID(high, low);
  }

  /** A duration for people, such as {@code 30 ms}, {@code 5 s} or {@code 15 min}; rounded. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    long seconds = Math.round(millis / 1000.0);
    return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
    }
  }
}
