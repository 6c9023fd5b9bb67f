package org.radiologytrust.ingest.hl7.out;

import java.util.List;
import java.util.Map;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Severity;

/**
 * How audits are written: the file {@code publish/oru.yaml}. Immutable.
 *
 * @param charset MSH-18
 * @param fields further fields, in the order of the file
 * @param references names of the report's numbers, with the numbers
 * @param visit whether PV1 follows PID
 * @param abnormal OBX-8 of flags
 */
record OruMapping(
    String charset,
    Form form,
    List<Field> fields,
    List<Reference> references,
    boolean visit,
    Map<Severity, String> abnormal) {
  /** What holds the flags. */
  enum Form {
    OBX,
    NTE,
    HTML,
    PDF
  }

  /** A field, and what it holds. */
  record Field(Hl7Path path, String value) {}

  /** A number of the report in an OBX. */
  record Reference(String name, String value) {}

  /** The numbers of a report that a mapping can name. */
  enum Number {
    ACCESSION("$accession"),
    FILLER("$filler"),
    PLACER("$placer"),
    STUDY_UID("$studyUid");

    final String word;

    Number(String word) {
      this.word = word;
    }

    private String of(Order order) {
      return switch (this) {
        case ACCESSION -> order.accessionNumber();
        case FILLER -> order.fillerOrderNumber();
        case PLACER -> order.placerOrderNumber();
        case STUDY_UID ->
            order.studyInstanceUids().isEmpty() ? "" : order.studyInstanceUids().get(0);
      };
    }
  }

  /** What a value stands for: the number that it names, or itself. */
  static String resolved(String value, Order order) {
    for (Number number : Number.values()) {
      if (value.equals(number.word)) {
        return number.of(order);
      }
    }
    return value;
  }
}
