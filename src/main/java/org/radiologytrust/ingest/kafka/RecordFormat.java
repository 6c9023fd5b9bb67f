package org.radiologytrust.ingest.kafka;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The format of a record's value: by its header {@code content-type}, otherwise by its first bytes.
 */
enum RecordFormat {
  HL7("hl7", "application/hl7-v2"),
  FHIR("fhir", "application/fhir+json"),
  FHIR_XML("fhir", "application/fhir+xml");

  private final String channel;
  private final String type;

  RecordFormat(String channel, String type) {
    this.channel = channel;
    this.type = type;
  }

  /** The journal channel of messages in this format. */
  String channel() {
    return channel;
  }

  /** The {@code content-type} to read it with if the record has none. */
  String type() {
    return type;
  }

  private static final Pattern HL7_TYPE =
      Pattern.compile("(x-)?application/(x-)?hl7-v2(\\+er7|\\+pipehat)?");

  /** With these, a message or a batch begins. */
  private static final Set<String> HL7_SEGMENTS = Set.of("MSH", "FHS", "BHS");

  private static final int SEGMENT_NAME = 3;

  private static final Set<String> FHIR_TYPES =
      Set.of(
          "application/fhir+json",
          "application/json+fhir",
          "application/json",
          "application/fhir+xml");

  /**
   * The format of a record.
   *
   * @param type the header's value; empty if there is none
   * @return empty if the format is not supported
   */
  static Optional<RecordFormat> of(String type, byte[] value) {
    String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return ofBytes(value);
    }
    return HL7_TYPE.matcher(name).matches()
        ? Optional.of(HL7)
        : FHIR_TYPES.contains(name) ? Optional.of(FHIR) : Optional.empty();
  }

  private static Optional<RecordFormat> ofBytes(byte[] value) {
    String begin = begin(value);
    if (begin.startsWith("{")) {
      return Optional.of(FHIR);
    }
    if (begin.startsWith("<")) {
      return Optional.of(FHIR_XML);
    }
    return HL7_SEGMENTS.contains(begin) ? Optional.of(HL7) : Optional.empty();
  }

  /**
   * The first three ASCII characters. White space and a byte order mark before them are left out
   * (the bytes of the mark are negative), and so is the zero byte that UTF-16 puts beside each.
   */
  private static String begin(byte[] value) {
    StringBuilder begin = new StringBuilder();
    for (int i = 0; i < value.length && begin.length() < SEGMENT_NAME; i++) {
      boolean skipped = begin.isEmpty() ? value[i] <= ' ' : value[i] == 0;
      if (!skipped) {
        begin.append((char) (value[i] & 0xff));
      }
    }
    return begin.toString();
  }
}
