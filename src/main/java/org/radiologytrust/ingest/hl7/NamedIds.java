package org.radiologytrust.ingest.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.radiologytrust.journal.SearchKeys;

/** Reads of a message that is no report the numbers by which an operator would look for it. */
final class NamedIds {
  private NamedIds() {}

  /** Never throws: what cannot be read is left out. */
  static SearchKeys of(byte[] frame) {
    int start = Envelope.start(frame);
    if (start < 0) {
      return SearchKeys.NONE;
    }
    // ids are ASCII: the character set does not matter
    String text = new String(frame, start, frame.length - start, StandardCharsets.ISO_8859_1);
    try {
      Hl7Message message = Hl7Message.of(text, Encoding.of(text, StandardCharsets.ISO_8859_1));
      List<String> accessions = new ArrayList<>();
      List<String> patients = new ArrayList<>();
      for (Segment segment : message.segments()) {
        switch (segment.name()) {
          case "OBR" -> accessions.add(first(segment, 18, 3, 2));
          case "IPC" -> accessions.add(segment.value(1, 1));
          case "PID" -> {
            patients.add(segment.value(2, 1));
            segment.repetitions(3).forEach(id -> patients.add(segment.part(id, 1)));
          }
          case "MRG" -> segment.repetitions(1).forEach(id -> patients.add(segment.part(id, 1)));
          default -> {
            // names no such number
          }
        }
      }
      return new SearchKeys(accessions, patients);
    } catch (RefusedException e) {
      return SearchKeys.NONE;
    }
  }

  private static String first(Segment segment, int... fields) {
    return Arrays.stream(fields)
        .mapToObj(field -> segment.value(field, 1))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
