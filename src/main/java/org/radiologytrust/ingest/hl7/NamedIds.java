package org.radiologytrust.ingest.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.radiologytrust.ingest.hl7.message.MessageStart;
import org.radiologytrust.ingest.hl7.message.PlainSegments;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.report.PatientReader;
import org.radiologytrust.journal.inbox.SearchKeys;

/** Reads of a message that is no report the numbers by which an operator would look for it. */
final class NamedIds {
  private static final Set<String> NAMES = Set.of("OBR", "IPC", "PID", "MRG");

  private NamedIds() {}

  /** Never throws: what cannot be read is left out. */
  static SearchKeys of(byte[] frame) {
    // ids are ASCII: of the character sets only those with wide characters matter
    Charset charset =
        MessageStart.of(frame).map(MessageStart::charset).orElse(StandardCharsets.ISO_8859_1);
    String text = new String(frame, charset);
    int start = text.indexOf("MSH");
    if (start < 0) {
      return SearchKeys.NONE;
    }
    List<String> accessions = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    try {
      for (Segment segment : PlainSegments.of(text.substring(start), NAMES)) {
        switch (segment.name()) {
          case "OBR" -> accessions.add(first(segment, 18, 3, 2));
          case "IPC" -> accessions.add(segment.value(1, 1));
          case "PID" -> {
            patients.add(segment.value(2, 1));
            patients.addAll(ids(segment, 3));
          }
          case "MRG" -> patients.addAll(ids(segment, 1));
          default -> throw new IllegalStateException(segment.name());
        }
      }
    } catch (RefusedException e) {
      return SearchKeys.NONE;
    }
    return new SearchKeys(accessions, patients);
  }

  /** The ids of a list; none if it is longer than any list of ids. */
  private static List<String> ids(Segment segment, int field) {
    return PatientReader.tooMany(segment, field)
        ? List.of()
        : segment.repetitions(field).stream().map(id -> segment.part(id, 1)).toList();
  }

  private static String first(Segment segment, int... fields) {
    return Arrays.stream(fields)
        .mapToObj(field -> segment.value(field, 1))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
