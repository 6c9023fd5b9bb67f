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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the senders that Orthanc's DICOM server refused ({@code rtl_dicom_refused_total}), from
 * the start of this process. Orthanc reports them only in its log. Each poll logs one line with
 * their number. The lines of Orthanc's log are not repeated, because they contain the name that the
 * sender chose.
 *
 * <p>Not thread-safe: only one thread may call {@link #poll}.
 */
public final class OrthancLog {
  private static final Logger LOG = LoggerFactory.getLogger(OrthancLog.class);

  /** The wording of Orthanc 1.10. */
  private static final Pattern REFUSED =
      Pattern.compile("Rejected association(?<called>, because of a bad called AET)?");

  /** Bytes per read. A longer line is skipped. */
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Counter unknownSender;
  private final Counter wrongCalledAet;
  private @Nullable Object known;
  private long position;
  private boolean missed;

  /**
   * Starts at the current end of the log, so that older lines are not counted.
   *
   * @param file Orthanc's log; may not exist yet
   */
  public OrthancLog(Path file, MeterRegistry meters) {
    this.file = file;
    this.unknownSender = counter(meters, "unknown_sender");
    this.wrongCalledAet = counter(meters, "wrong_called_aet");
    try {
      known = key(file);
      position = Files.size(file);
    } catch (IOException e) {
      // the file does not exist yet: later, all of its lines are new
    }
  }

  private static Counter counter(MeterRegistry meters, String reason) {
    return Counter.builder("rtl.dicom.refused")
        .description("DICOM associations that Orthanc refused, by reason")
        .tags("reason", reason)
        .register(meters);
  }

  /** Why the log cannot be read and what to do, in one line; empty if it can. */
  public static Optional<String> problem(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file)
        ? Optional.empty()
        : Optional.of(
            "rtl.orthanc.log: "
                + file
                + " cannot be read, so senders that Orthanc refuses are not counted; start Orthanc with"
                + " --logdir, and give this user read access to that folder");
  }

  /**
   * Reads the lines written since the last poll. A file that replaced the last one is read from its
   * start.
   */
  public void poll() {
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
      // the log may be rotating: warn once, and try again at the next poll
      if (!missed) {
        problem(file).ifPresent(LOG::warn);
      }
      missed = true;
    }
    if (refused() > before) {
      LOG.warn(
          "Orthanc refused {} DICOM associations: see its log for the senders, and its setting"
              + " DicomModalities for those who may send",
          refused() - before);
    }
  }

  /** Reads up to the end of the last complete line. */
  private void read(SeekableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (true) {
      channel.position(position);
      buffer.clear();
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      text.substring(0, end).lines().forEach(this::line);
      position += end == 0 && text.length() == BUFFER ? BUFFER : end;
      if (text.length() < BUFFER) {
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

  /** Identifies a file, even if another file has the same name. */
  private static Object key(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Object key = attributes.fileKey();
    return key == null ? attributes.creationTime() : key;
  }
}
