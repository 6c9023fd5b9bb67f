package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample messages of other projects. */
class SharedMessagesTest {
  private static final Path HL7 = Path.of("../shared/data/hl7");

  @BeforeEach
  void sampleData() {
    assumeTrue(Files.isDirectory(HL7));
  }

  @Test
  void show() throws IOException {
    for (byte[] m : scout()) {
      var d = Samples.READER.disposition(m);
      System.out.println(d);
      if (d instanceof org.radiologytrust.journal.Inbox.Parsed p) {
        var r = p.report();
        System.out.println(
            r.reportId()
                + " "
                + r.site()
                + " "
                + r.order()
                + " "
                + r.status()
                + " "
                + r.hints()
                + " "
                + r.issued()
                + " "
                + r.effective()
                + " "
                + r.patient().identifiers()
                + r.patient().birthDate());
        System.out.println(r.text().length());
      }
    }
  }

  /** Messages of the engine's logs: between SB and EB, each segment's line ends with R. */
  static List<byte[]> scout() throws IOException {
    List<byte[]> messages = new ArrayList<>();
    try (Stream<Path> files = Files.list(HL7.resolve("scout"))) {
      for (Path file : files.sorted().toList()) {
        String log = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String part : log.split("<SB>\n")) {
          int end = part.indexOf("<EB>");
          if (end >= 0) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.write(
                part.substring(0, end)
                    .replace("<R>\n", "\r")
                    .getBytes(StandardCharsets.ISO_8859_1));
            messages.add(message.toByteArray());
          }
        }
      }
    }
    return messages;
  }
}
