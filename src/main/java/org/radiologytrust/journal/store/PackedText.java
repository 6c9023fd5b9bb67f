package org.radiologytrust.journal.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Long texts as the journal stores them: compressed, in a column of bytes whose name ends with
 * {@code _packed}.
 *
 * <p>Most texts are resources of a few kilobytes, and much of each stands in all others. So a text
 * is compressed as if it followed the file {@code packed-2.txt}, which has what they share (RFC
 * 1950 calls it a preset dictionary). That file never changes: what was written with it is read
 * with it. A better one gets a number of its own.
 */
public final class PackedText {
  /** First byte: how the rest is written. */
  private static final int WITH_DICTIONARY = 2;

  private static final byte[] DICTIONARY = dictionary();

  private PackedText() {}

  static byte[] dictionary() {
    try (InputStream in = PackedText.class.getResourceAsStream("/db/packed-2.txt")) {
      return Objects.requireNonNull(in, "db/packed-2.txt").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes for a column. */
  public static byte[] of(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 4 + 64);
    out.write(WITH_DICTIONARY);
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setDictionary(DICTIONARY);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
      deflated.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  /**
   * The text of a row; empty where it has none.
   *
   * @param column the name of the column without {@code _packed}
   * @throws IllegalStateException if the bytes are damaged, or from a newer version
   */
  public static String read(ResultSet rs, String column) throws SQLException {
    byte[] packed = rs.getBytes(column + "_packed");
    return packed == null ? "" : text(packed);
  }

  static String text(byte[] packed) {
    if (packed.length == 0 || packed[0] != WITH_DICTIONARY) {
      throw unreadable();
    }
    Inflater inflater = new Inflater(true);
    inflater.setDictionary(DICTIONARY);
    ByteArrayInputStream in = new ByteArrayInputStream(packed, 1, packed.length - 1);
    try (InflaterInputStream inflated = new InflaterInputStream(in, inflater)) {
      return new String(inflated.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable();
    } finally {
      inflater.end();
    }
  }

  private static IllegalStateException unreadable() {
    return new IllegalStateException("the journal contains a row that this version cannot read");
  }
}
