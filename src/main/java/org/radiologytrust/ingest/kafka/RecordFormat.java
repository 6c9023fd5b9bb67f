package org.radiologytrust.ingest.kafka;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The format of a record's value: by its header {@code content-type}, otherwise by its first bytes.
 */
enum RecordFormat {
  HL7("hl7"),
  FHIR("fhir");

  private final String channel;

  RecordFormat(String channel) {
    this.channel = channel;
  }

  /** The journal channel of messages in this format. */
  String channel() {
    return channel;
  }

  private static final Pattern HL7_TYPE =
      Pattern.compile("(x-)?application/(x-)?hl7-v2(\\+er7|\\+pipehat)?");
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
    int at = 0;
    while (at < value.length && value[at] <= ' ') {
      at++; // skips white space and a byte order mark, whose bytes are negative
    }
    if (at < value.length && value[at] == '{') {
      return Optional.of(FHIR);
    }
    boolean msh =
        value.length - at >= 3 && value[at] == 'M' && value[at + 1] == 'S' && value[at + 2] == 'H';
    return msh ? Optional.of(HL7) : Optional.empty();
  }
}
