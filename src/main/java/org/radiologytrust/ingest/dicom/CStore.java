package org.radiologytrust.ingest.dicom;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Sends DICOM files by C-STORE, using dcmtk's {@code storescu}. */
public final class CStore {
  /** The storescu option for each compressed transfer syntax. */
  private static final Map<String, String> PROPOSALS =
      Map.of(
          "1.2.840.10008.1.2.1.99", "-xd",
          "1.2.840.10008.1.2.4.50", "-xy",
          "1.2.840.10008.1.2.4.51", "-xx",
          "1.2.840.10008.1.2.4.70", "-xs",
          "1.2.840.10008.1.2.4.80", "-xt",
          "1.2.840.10008.1.2.4.81", "-xu",
          "1.2.840.10008.1.2.4.90", "-xv",
          "1.2.840.10008.1.2.4.91", "-xw",
          "1.2.840.10008.1.2.5", "-xr");

  private final String host;
  private final int port;
  private final String callingAet;
  private final String calledAet;
  private final Duration timeout;

  /**
   * Creates a sender.
   *
   * @param callingAet our AE title
   * @param calledAet the receiver's AE title
   * @param timeout maximum duration of one association
   */
  public CStore(String host, int port, String callingAet, String calledAet, Duration timeout) {
    this.host = host;
    this.port = port;
    this.callingAet = callingAet;
    this.calledAet = calledAet;
    this.timeout = timeout;
  }

  /** The path of storescu; empty if it is not installed. */
  public static Optional<Path> binary() {
    return Binaries.find("storescu");
  }

  /**
   * Sends files. Files of one transfer syntax share an association.
   *
   * @throws IOException if storescu is missing, or a file was not accepted; the message says why in
   *     one line
   */
  public void send(List<Path> files) throws IOException {
    Path storescu =
        binary()
            .orElseThrow(
                () -> new IOException("storescu is not installed: install the package dcmtk"));
    Map<String, List<Path>> byProposal = new TreeMap<>();
    for (Path file : files) {
      byProposal.computeIfAbsent(proposal(file), option -> new ArrayList<>()).add(file);
    }
    for (Map.Entry<String, List<Path>> group : byProposal.entrySet()) {
      run(command(storescu, group.getKey(), group.getValue()), group.getValue());
    }
  }

  private List<String> command(Path storescu, String proposal, List<Path> files) {
    String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
    List<String> command = new ArrayList<>(List.of(storescu.toString(), proposal));
    command.addAll(List.of("-to", seconds, "-ta", seconds, "-td", seconds));
    command.addAll(List.of("-aet", callingAet, "-aec", calledAet, host, Integer.toString(port)));
    files.forEach(file -> command.add(file.toAbsolutePath().toString()));
    return command;
  }

  private void run(List<String> command, List<Path> files) throws IOException {
    Path log = Files.createTempFile("rtl-storescu", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!ended(process)) {
        throw new IOException("C-STORE took longer than " + timeout.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("C-STORE failed: " + reason(log, files));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("C-STORE was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  /** The errors of storescu in one line, without file names. */
  private static String reason(Path log, List<Path> files) throws IOException {
    List<String> errors = new ArrayList<>();
    for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("E: ") || line.startsWith("F: ")) {
        String text = line.substring(3).strip();
        for (Path file : files) {
          text = text.replace(file.toAbsolutePath().toString(), "the file");
        }
        errors.add(text);
      }
    }
    return errors.isEmpty() ? "storescu gave no reason" : String.join("; ", errors);
  }

  /** The storescu option for the file's transfer syntax (PS3.10 7.1). */
  private static String proposal(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(stream)) {
      byte[] start = in.readNBytes(132);
      if (start.length < 132
          || !new String(start, 128, 4, StandardCharsets.US_ASCII).equals("DICM")) {
        throw new IOException("not a DICOM file");
      }
      return PROPOSALS.getOrDefault(transferSyntax(in), "-x=");
    }
  }

  private static String transferSyntax(InputStream in) throws IOException {
    while (true) {
      byte[] head = in.readNBytes(8);
      if (head.length < 8 || word(head, 0) != 2) {
        return "";
      }
      String vr = new String(head, 4, 2, StandardCharsets.US_ASCII);
      long length = word(head, 6);
      if (vr.equals("OB") || vr.equals("UN")) {
        byte[] size = in.readNBytes(4);
        length = size.length < 4 ? 0 : word(size, 0) | (long) word(size, 2) << 16;
      }
      if (word(head, 2) == 0x0010) {
        return new String(in.readNBytes((int) Math.min(64, length)), StandardCharsets.US_ASCII)
            .replace("\0", "")
            .strip();
      }
      if (in.skip(length) < length) {
        return "";
      }
    }
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
  }
}
