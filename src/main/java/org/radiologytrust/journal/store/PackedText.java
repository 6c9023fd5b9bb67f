package org.radiologytrust.journal.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Long texts as the journal stores them: compressed, in a column of bytes. The column {@code x} has
 * its compressed text in {@code x_packed}; rows that an older version wrote have it in {@code x}.
 */
public final class PackedText {
  /** First byte: how the rest is written. */
  private static final int DEFLATED = 1;

  private PackedText() {}

  /** The bytes for the column {@code x_packed}. */
  public static byte[] of(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 4 + 64);
    out.write(DEFLATED);
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
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
   * The text of a row that has both columns.
   *
   * @param column the name of the column {@code x}
   * @throws IllegalStateException if the bytes are damaged, or from a newer version
   */
  public static String read(ResultSet rs, String column) throws SQLException {
    byte[] packed = rs.getBytes(column + "_packed");
    return packed == null ? rs.getString(column) : text(packed);
  }

  static String text(byte[] packed) {
    if (packed.length == 0 || packed[0] != DEFLATED) {
      throw unreadable();
    }
    Inflater inflater = new Inflater(true);
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
