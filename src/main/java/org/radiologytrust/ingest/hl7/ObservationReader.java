package org.radiologytrust.ingest.hl7;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;

/** Interprets one OBX: whether it contains report text, which text, and for which section. */
final class ObservationReader {
  private static final Pattern UID = Pattern.compile("[0-2](\\.\\d+){3,}");
  private static final Set<String> CODED = Set.of("CE", "CWE", "CNE", "CF");
  private static final Set<String> NUMBER = Set.of("NM", "SN");

  /**
   * Value types (table 0125) that contain no sentences. Any other type, even an unknown one, is
   * text.
   */
  private static final Set<String> NO_TEXT =
      Set.of(
          "ED", "RP", "HD", "EI", "DT", "TM", "TS", "DTM", "DR", "CX", "CK", "XPN", "XCN", "XAD",
          "XTN", "XON", "PN", "CN", "AD", "TN", "PL", "CP", "MO", "MA", "NA", "RI");

  private final RadiologyCodes codes;

  ObservationReader(RadiologyCodes codes) {
    this.codes = codes;
  }

  /** The Study Instance UID in the OBX; empty if there is none. */
  String studyUid(Segment obx) {
    return codes.namesStudy(obx.value(3, 1)) ? obx.value(5, 1) : "";
  }

  /** Whether the line was withdrawn (OBX-11 is D or W). */
  boolean withdrawn(Segment obx) {
    return codes
        .observationStatus(obx.value(11, 1))
        .filter(status -> status == ReportStatus.ENTERED_IN_ERROR)
        .isPresent();
  }

  /** Whether OBX-5 can contain report text; it may be an empty line. */
  boolean isText(Segment obx) {
    return !NO_TEXT.contains(type(obx)) && !isIdentifier(obx);
  }

  /** Whether OBX-5 is an identifier, by its code in OBX-3 or by its form. */
  boolean isIdentifier(Segment obx) {
    return codes.namesIdentifier(obx.value(3, 1)) || UID.matcher(obx.field(5).strip()).matches();
  }

  /** Whether OBX-5 contains a document or refers to one. */
  boolean isDocument(Segment obx) {
    return Set.of("ED", "RP").contains(type(obx));
  }

  /** The section from OBX-3 (its suffix or one of its codes); null if there is none. */
  @Nullable Section section(Segment obx) {
    for (String code : List.of(obx.value(3, 1, 2), obx.value(3, 1), obx.value(3, 4))) {
      if (!code.isEmpty() && codes.section(code).isPresent()) {
        return codes.section(code).get();
      }
    }
    return null;
  }

  /** The text, with LF between lines. */
  String text(Segment obx) {
    String type = type(obx);
    if (!CODED.contains(type) && !NUMBER.contains(type)) {
      return plain(obx, 5);
    }
    String value =
        obx.repetitions(5).stream()
            .map(
                repetition ->
                    CODED.contains(type) ? display(obx, repetition) : obx.joined(repetition))
            .collect(Collectors.joining("\n"));
    String units = NUMBER.contains(type) ? obx.value(6, 1) : "";
    // A number or a code needs its name; under a section's code it does not.
    String name = section(obx) == null ? obx.value(3, 2) : "";
    return (name.isEmpty() || value.isBlank() ? "" : name + ": ")
        + (units.isEmpty() ? value : value + " " + units);
  }

  /** The comment of an NTE, with LF between lines. */
  String note(Segment nte) {
    return plain(nte, 3);
  }

  /** A field as text, with LF between repetitions. */
  String plain(Segment segment, int field) {
    return Escapes.decode(
        segment.field(field).replace(segment.encoding().repetition(), '\n'), segment.encoding());
  }

  private static String display(Segment obx, String repetition) {
    for (int component : new int[] {2, 9, 5, 1}) {
      String text = obx.part(repetition, component);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  String type(Segment obx) {
    return obx.value(2, 1);
  }
}
