package org.radiologytrust.ingest.hl7.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.document.read.MessageDocuments;
import org.radiologytrust.ingest.hl7.message.Escapes;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.message.Slice;
import org.radiologytrust.ingest.hl7.message.TextDocuments;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;

/**
 * Reads the documents of one message, each once: OBX-5 of type ED has the type of data (5.2, 5.3),
 * its encoding (5.4: Base64, Hex or A) and the data (5.5). OBX of text types may have documents too
 * ({@link TextDocuments}).
 */
final class AttachedDocuments {
  private final @Nullable MessageDocuments documents;
  private final ObservationReader observations;
  private final Map<Segment, Reading> readings = new IdentityHashMap<>();

  /**
   * @param documents reads them; null if documents are not read
   * @param observations knows the documents in OBX of text types
   */
  AttachedDocuments(@Nullable Documents documents, ObservationReader observations) {
    this.observations = observations;
    this.documents = documents == null ? null : documents.ofMessage();
  }

  /** The document that begins in an OBX; null if documents are not read. */
  @Nullable Reading of(Segment obx) {
    return documents == null ? null : readings.computeIfAbsent(obx, this::read);
  }

  /**
   * Weighs the patients that the documents read so far name against the patient of the message, by
   * the rule for two mentions in one message.
   *
   * @param stands whether their report was not withdrawn: a mistake can always be taken back
   * @return false if one is another patient's, and the report was withdrawn: then its words are not
   *     read
   * @throws RefusedException naming the first OBX whose document is another patient's, if the
   *     report stands
   */
  boolean areOf(Patient patient, boolean stands) throws RefusedException {
    List<Segment> segments = new ArrayList<>(readings.keySet());
    segments.sort(Comparator.comparing(Segment::number));
    for (Segment obx : segments) {
      for (Patient named : readings.get(obx).patients()) {
        PatientMatch match = PatientMatch.inOneMessage(patient, named);
        if (!match.contradicts()) {
          continue;
        } else if (!stands) {
          return false;
        }
        throw obx.otherPerson(
            5,
            "the document in OBX-5 names another patient than PID (what differs: "
                + match.differing()
                + "); correct one of the two, or send it with the report that it belongs to");
      }
    }
    return true;
  }

  /** Where the message has the data. */
  Slice data(Segment obx) {
    TextDocuments.Found text = observations.documentInText(obx);
    if (text != null) {
      return text.slice();
    }
    return obx.at(5).piece(obx.encoding().repetition(), 1).piece(obx.encoding().component(), 5);
  }

  private Reading read(Segment obx) {
    TextDocuments.Found text = observations.documentInText(obx);
    if (text != null) {
      return documents.read(text.data(), text.type());
    }
    String type = type(obx);
    Charset charset = obx.encoding().charset();
    try {
      String raw = Escapes.decode(data(obx).text(), obx.encoding());
      return switch (obx.value(5, 4).toLowerCase(Locale.ROOT)) {
        case "base64" -> documents.readBase64(raw, inCharset(type, charset));
        case "hex" ->
            documents.read(HexFormat.of().parseHex(raw.strip()), inCharset(type, charset));
        default ->
            documents.read(
                raw.getBytes(StandardCharsets.UTF_8), inCharset(type, StandardCharsets.UTF_8));
      };
    } catch (IllegalArgumentException e) {
      return new Unreadable(Format.OTHER, Unreadable.Reason.BROKEN);
    }
  }

  private static String inCharset(String type, Charset charset) {
    return type.startsWith("text/") ? type + "; charset=" + charset.name() : type;
  }

  /** The media type, from the codes of HL7 tables 0191 and 0291 too; empty if there is none. */
  private static String type(Segment obx) {
    String main = obx.value(5, 2).toLowerCase(Locale.ROOT);
    String sub = obx.value(5, 3).toLowerCase(Locale.ROOT);
    if (main.contains("/") || sub.contains("/")) {
      return main.contains("/") ? main : sub;
    }
    if (sub.contains("cda") && !main.equals("multipart")) {
      return "text/xml";
    }
    if (sub.equals("octet-stream") || main.isEmpty() && sub.isEmpty()) {
      return "";
    }
    String family =
        switch (main) {
          case "ap", "" -> "application";
          case "tx", "ft" -> "text";
          case "im" -> "image";
          case "au" -> "audio";
          default -> main;
        };
    return family + "/" + (sub.isEmpty() ? "plain" : sub);
  }
}
