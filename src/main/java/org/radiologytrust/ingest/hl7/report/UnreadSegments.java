package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.hl7.mapping.Trace;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.OrderGroup.Observation;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.message.Slice;
import org.radiologytrust.model.NotAudited;

/**
 * Finds the content of an order that is not read as report text: documents, values of types without
 * sentences, text in fields for codes, notes on the order. If it contains words, the report was not
 * read completely.
 */
final class UnreadSegments {
  /** Types whose values are identifiers: a single word in them is not report text. */
  private static final Set<String> IDENTIFIERS = Set.of("HD", "EI", "CX", "CK", "RI");

  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern BLANK = Pattern.compile("\\s");
  private static final Pattern SUBTYPE = Pattern.compile("[A-Za-z0-9.+-]{1,30}");

  /** Lines of HTML without a word or a picture. Possessive: a group that can go back recurses. */
  private static final Pattern EMPTY_HTML =
      Pattern.compile(
          "(</?(html|body|div|p|br|hr|b|i|u|span|font|table|tbody|tr|td|ul|ol|li)(\\s[^<>]*)?/?>|&nbsp;|\\s)*+",
          Pattern.CASE_INSENSITIVE);

  /** The longest code of an abnormal flag. */
  private static final int LONGEST_FLAG = 5;

  private final ObservationReader observations;
  private final RadiologyCodes codes;
  private final Trace trace;
  private final AttachedDocuments documents;

  UnreadSegments(ObservationReader observations, Reading reading, AttachedDocuments documents) {
    this.observations = observations;
    this.codes = reading.codes();
    this.trace = reading.trace();
    this.documents = documents;
  }

  List<NotAudited> of(List<OrderGroup> groups) {
    List<NotAudited> parts = new ArrayList<>();
    for (OrderGroup group : groups) {
      for (Segment note : group.notes()) {
        int before = parts.size();
        words("NTE after OBR", observations.note(note).text(), parts);
        traced(note, "NTE-3", parts, before);
      }
      for (Observation observation : group.observations()) {
        Segment obx = observation.obx();
        if (!observations.stands(obx)) {
          fallen(observation, parts);
          continue;
        }
        int before = parts.size();
        value(obx, parts);
        traced(obx, "OBX-5", parts, before);
        before = parts.size();
        flag(obx, parts);
        traced(obx, "OBX-8", parts, before);
      }
    }
    return NotAudited.merged(parts);
  }

  /** Names a line that its sender took back or never had. A reader does not see it. */
  private void fallen(Observation observation, List<NotAudited> parts) {
    Segment obx = observation.obx();
    if (!observation.isBlank()) {
      String what =
          observations.notAsked(obx) ? "result that was not asked for" : "retracted result";
      parts.add(NotAudited.other(what, 1, NotAudited.Unit.ITEMS));
    }
  }

  private void traced(Segment segment, String place, List<NotAudited> parts, int from) {
    for (NotAudited part : parts.subList(from, parts.size())) {
      trace.unused(segment, place, "not audited: " + part.what());
    }
  }

  private void value(Segment obx, List<NotAudited> parts) {
    if (observations.isText(obx) || observations.continuesDocument(obx) || obx.at(5).isBlank()) {
      return;
    }
    String type = observations.type(obx);
    if (observations.isDocument(obx)) {
      document(obx, parts);
      return;
    }
    String value = observations.plain(obx, 5).text().strip();
    boolean identifier = observations.isIdentifier(obx);
    String what = identifier ? "OBX-5 under a code for identifiers" : "OBX-5 of type " + type;
    if ((identifier || IDENTIFIERS.contains(type)) && !BLANK.matcher(value).find()) {
      return;
    }
    words(what, value, parts);
  }

  /**
   * Adds unread report text if there are letters; otherwise a date or number, which is not report
   * text.
   */
  private static void words(String what, String said, List<NotAudited> parts) {
    String text = said.strip();
    if (LETTER.matcher(text).find()) {
      parts.add(NotAudited.reportText(what, text));
    } else if (!text.isEmpty()) {
      parts.add(NotAudited.other(what, text.length(), NotAudited.Unit.CHARACTERS));
    }
  }

  private void document(Segment obx, List<NotAudited> parts) {
    if (!observations.isEmbedded(obx)) {
      parts.add(
          NotAudited.other(
              "document that OBX-5 refers to", NotAudited.UNKNOWN, NotAudited.Unit.BYTES));
      return;
    }
    org.radiologytrust.ingest.document.Reading reading = documents.of(obx);
    if (reading instanceof Document document) {
      parts.addAll(document.notRead());
      return;
    }
    if (observations.documentInText(obx) != null && reading instanceof Unreadable unreadable) {
      if (EMPTY_HTML.matcher(documents.data(obx).text()).matches()) {
        return;
      }
      String what =
          unreadable.format().words() + " in a text field, " + unreadable.reason().label();
      long size = documents.data(obx).length();
      parts.add(new NotAudited(what, size, NotAudited.Unit.CHARACTERS, true));
      return;
    }
    String subtype = obx.value(5, 3);
    String name = SUBTYPE.matcher(subtype).matches() ? " (" + subtype + ")" : "";
    String where = "attachment in OBX-5" + name;
    parts.add(
        reading instanceof Unreadable unreadable
            ? unreadable.named(where, bytes(obx))
            : NotAudited.other(where, bytes(obx), NotAudited.Unit.BYTES));
  }

  /** Length of an ED's data after decoding. */
  private static long bytes(Segment obx) {
    Slice data = obx.at(5).piece(obx.encoding().component(), 5);
    long length = 0;
    for (int at = data.from(); at < data.to(); at++) {
      char c = data.source().charAt(at);
      length += Character.isWhitespace(c) || c == '=' ? 0 : 1;
    }
    return switch (obx.value(5, 4).toLowerCase(Locale.ROOT)) {
      case "base64" -> length * 3 / 4;
      case "hex" -> length / 2;
      default -> length;
    };
  }

  /** Adds text in OBX-8 that is neither a flag's code nor its name: somebody wrote it. */
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
