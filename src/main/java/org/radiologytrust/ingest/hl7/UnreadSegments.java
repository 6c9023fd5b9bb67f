package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.OrderGroup.Observation;
import org.radiologytrust.model.NotAudited;

/**
 * What of an order's segments is not read as report text: documents, values of types that carry no
 * sentence, texts in fields for codes, notes on the order. Where there are words in it, the report
 * was not read whole.
 */
final class UnreadSegments {
  /** Types whose values are identifiers: one word with letters is nothing to read. */
  private static final Set<String> IDENTIFIERS = Set.of("HD", "EI", "CX", "CK", "RI");

  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern BLANK = Pattern.compile("\\s");
  private static final Pattern SUBTYPE = Pattern.compile("[A-Za-z0-9.+-]{1,30}");

  /** The longest code of an abnormal flag. */
  private static final int LONGEST_FLAG = 5;

  private final ObservationReader observations;
  private final RadiologyCodes codes;

  UnreadSegments(ObservationReader observations, RadiologyCodes codes) {
    this.observations = observations;
    this.codes = codes;
  }

  List<NotAudited> of(List<OrderGroup> groups) {
    List<NotAudited> parts = new ArrayList<>();
    for (OrderGroup group : groups) {
      for (Segment note : group.notes()) {
        words("NTE after OBR", observations.note(note), parts);
      }
      for (Observation observation : group.observations()) {
        Segment obx = observation.obx();
        if (!observations.withdrawn(obx)) {
          value(obx, parts);
          flag(obx, parts);
        }
      }
    }
    return NotAudited.merged(parts);
  }

  private void value(Segment obx, List<NotAudited> parts) {
    String raw = obx.field(5);
    if (observations.isText(obx) || raw.isBlank()) {
      return;
    }
    String type = observations.type(obx);
    if (observations.isDocument(obx)) {
      parts.add(document(obx, type));
      return;
    }
    String value = observations.plain(obx, 5).strip();
    boolean identifier = observations.isIdentifier(obx);
    String what = identifier ? "OBX-5 under a code for identifiers" : "OBX-5 of type " + type;
    if ((identifier || IDENTIFIERS.contains(type)) && !BLANK.matcher(value).find()) {
      return;
    }
    words(what, value, parts);
  }

  /** Report text where there are words; else a date or a number beside it. */
  private static void words(String what, String said, List<NotAudited> parts) {
    String text = said.strip();
    if (LETTER.matcher(text).find()) {
      parts.add(NotAudited.reportText(what, text));
    } else if (!text.isEmpty()) {
      parts.add(NotAudited.other(what, text.length(), NotAudited.Unit.CHARACTERS));
    }
  }

  private static NotAudited document(Segment obx, String type) {
    if (!type.equals("ED")) {
      return NotAudited.other(
          "document that OBX-5 refers to", NotAudited.UNKNOWN, NotAudited.Unit.BYTES);
    }
    String subtype = obx.value(5, 3);
    String name = SUBTYPE.matcher(subtype).matches() ? " (" + subtype + ")" : "";
    return NotAudited.other("attachment in OBX-5" + name, bytes(obx), NotAudited.Unit.BYTES);
  }

  /** Length of the data of an ED once its encoding is undone. */
  private static long bytes(Segment obx) {
    String data = Segment.piece(obx.field(5), obx.encoding().component(), 5);
    long length = data.chars().filter(c -> !Character.isWhitespace(c) && c != '=').count();
    return switch (obx.value(5, 4).toLowerCase(Locale.ROOT)) {
      case "base64" -> length * 3 / 4;
      case "hex" -> length / 2;
      default -> length;
    };
  }

  /** OBX-8 has codes and their names; what is none of them was written by somebody. */
  private void flag(Segment obx, List<NotAudited> parts) {
    for (String repetition : obx.repetitions(8)) {
      StringBuilder said = new StringBuilder();
      for (int component : new int[] {1, 2, 5, 9}) {
        String part = obx.part(repetition, component);
        boolean code = part.length() <= LONGEST_FLAG && !BLANK.matcher(part).find();
        if (!code && !codes.namesFlag(part)) {
          said.append(part).append(' ');
        }
      }
      words("OBX-8", said.toString(), parts);
    }
  }
}
