package org.radiologytrust.ingest.dicom.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a {@code multipart/related} body (RFC 2046) as they come. A body that ends before
 * its closing delimiter is an error, never a shorter body.
 */
final class MultipartParts {
  /** A part is longer than it may be. */
  static final class TooLong extends IOException {}

  private static final Pattern TYPE = Pattern.compile("(?i)multipart/related\\s*(;.*)?");
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final int MOST_AROUND = 64 * 1024;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int end;
  private boolean started;

  /**
   * @param in is read, not closed
   * @param boundary as in the Content-Type
   */
  MultipartParts(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // the first delimiter may stand at the very beginning
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /** The boundary of a Content-Type; empty if it is not {@code multipart/related}, or has none. */
  static Optional<String> boundary(String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    return TYPE.matcher(contentType).matches() && boundary.find()
        ? Optional.of(boundary.group(1) == null ? boundary.group(2) : boundary.group(1))
        : Optional.empty();
  }

  /**
   * Goes to the content of the next part; its header is skipped. The part before must have been
   * copied.
   *
   * @return false after the last part
   */
  boolean next() throws IOException {
    if (!started) {
      started = true;
      copy(OutputStream.nullOutputStream(), MOST_AROUND);
    }
    String line = line();
    if (line.startsWith("--")) {
      return false;
    }
    if (!line.isBlank()) {
      throw new StreamCorruptedException();
    }
    int header = 0;
    for (line = line(); !line.isEmpty(); line = line()) {
      header += line.length();
      if (header > MOST_AROUND) {
        throw new TooLong();
      }
    }
    return true;
  }

  /** The rest of the line; the body's very end ends it too, after the closing delimiter. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (position == end && !fill()) {
        if (line.toString().startsWith("--")) {
          return line.toString();
        }
        throw new EOFException();
      }
      char c = (char) (buffer[position++] & 0xFF);
      if (c == '\n') {
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r'
            ? line.substring(0, length - 1)
            : line.toString();
      }
      line.append(c);
      if (line.length() > MOST_AROUND) {
        throw new TooLong();
      }
    }
  }

  /**
   * Copies the content of the part.
   *
   * @param limit the most bytes that it may have
   * @return how many bytes it has
   * @throws TooLong if it has more; nothing beyond the limit is written
   * @throws EOFException if the body ends in it
   */
  long copy(OutputStream out, long limit) throws IOException {
    long copied = 0;
    while (true) {
      int at = position;
      while (at < end && buffer[at] != '\r') {
        at++;
      }
      copied += write(out, at - position, limit - copied);
      if (end - position < delimiter.length) {
        if (!fill()) {
          throw new EOFException();
        }
      } else if (isDelimiter()) {
        position += delimiter.length;
        return copied;
      } else {
        copied += write(out, 1, limit - copied);
      }
    }
  }

  private int write(OutputStream out, int count, long left) throws IOException {
    if (count > left) {
      throw new TooLong();
    }
    out.write(buffer, position, count);
    position += count;
    return count;
  }

  private boolean isDelimiter() {
    for (int i = 0; i < delimiter.length; i++) {
      if (buffer[position + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads more after what is left; false at the end. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, end - position);
    end -= position;
    position = 0;
    int read = in.read(buffer, end, buffer.length - end);
    if (read > 0) {
      end += read;
    }
    return read > 0;
  }
}
