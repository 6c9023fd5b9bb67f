package org.radiologytrust.ingest.dicom;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Senders that Orthanc's DICOM server refused. Orthanc tells of them in its log alone: they are
 * counted there ({@code rtl_dicom_refused_total}), from the start of this process, and told in one
 * line for each look. The log's lines are not repeated: what a stranger calls himself is in them.
 *
 * <p>Not thread-safe: {@link #look} is for one thread.
 */
public final class OrthancLog {
  private static final Logger LOG = LoggerFactory.getLogger(OrthancLog.class);

  /** As Orthanc 1.10 words it. */
  private static final Pattern REFUSED =
      Pattern.compile("Rejected association(?<called>, because of a bad called AET)?");

  /** Bytes that are read at once; a line that is longer is not looked at. */
  private static final int MOST = 1 << 16;

  private final Path file;
  private final Counter unknownSender;
  private final Counter wrongCalledAet;
  private Object known;
  private long position;
  private boolean missed;

  /**
   * @param file may not be there yet; what is in it now is of the time before, and not counted
   */
  public OrthancLog(Path file, MeterRegistry meters) {
    this.file = file;
    this.unknownSender = counter(meters, "unknown_sender");
    this.wrongCalledAet = counter(meters, "wrong_called_aet");
    try {
      known = key(file);
      position = Files.size(file);
    } catch (IOException e) {
      // all of a file that comes later is new
    }
  }

  private static Counter counter(MeterRegistry meters, String reason) {
    return Counter.builder("rtl.dicom.refused")
        .description("DICOM associations that Orthanc refused, by reason")
        .tags("reason", reason)
        .register(meters);
  }

  /** Why the log cannot be read; empty when it can. */
  public static Optional<String> problem(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file)
        ? Optional.empty()
        : Optional.of(
            "rtl.orthanc.log: "
                + file
                + " cannot be read: whom Orthanc refuses is not counted; start Orthanc with"
                + " --logdir, and let this user read that folder");
  }

  /**
   * Reads what was written since the last look; a file that took the place of this, from its start.
   */
  public void look() {
    int before = refused();
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      Object key = key(file);
      if (!key.equals(known) || channel.size() < position) {
        position = 0;
      }
      known = key;
      read(channel);
      missed = false;
    } catch (IOException e) {
      // it may be between two files: said once, and looked for again
      if (!missed) {
        problem(file).ifPresent(LOG::warn);
      }
      missed = true;
    }
    if (refused() > before) {
      LOG.warn(
          "Orthanc refused {} DICOM associations: its log tells whose, and its DicomModalities who"
              + " may send",
          refused() - before);
    }
  }

  /** Reads on, up to the last line that is whole. */
  private void read(SeekableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST);
    while (true) {
      channel.position(position);
      buffer.clear();
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      text.substring(0, end).lines().forEach(this::line);
      position += end == 0 && text.length() == MOST ? MOST : end;
      if (text.length() < MOST) {
        return;
      }
    }
  }

  private void line(String line) {
    Matcher refused = REFUSED.matcher(line);
    if (refused.find()) {
      (refused.group("called") == null ? unknownSender : wrongCalledAet).increment();
    }
  }

  private int refused() {
    return (int) (unknownSender.count() + wrongCalledAet.count());
  }

  /** What tells one file from another by the same name. */
  private static Object key(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Object key = attributes.fileKey();
    return key == null ? attributes.creationTime() : key;
  }
}
