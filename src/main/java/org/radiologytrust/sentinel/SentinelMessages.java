package org.radiologytrust.sentinel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.radiologytrust.journal.sentinels.SentinelMark;

/** Writes a sentinel in the form of each door. Its patient and its report have its own id. */
final class SentinelMessages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter HL7_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'").withZone(ZoneOffset.UTC);
  private static final String NAME = "SENTINEL";

  private SentinelMessages() {}

  /** An ORU^R01, without the frame of MLLP. */
  static byte[] hl7(SentinelCase report, UUID id, Instant now) {
    String time = HL7_TIME.format(now);
    StringBuilder message = new StringBuilder();
    segment(
        message,
        "MSH|^~\\&|RTL",
        SentinelMark.SITE,
        "RTL|RTL",
        time,
        "|ORU^R01^ORU_R01",
        id.toString(),
        "P|2.5.1||||||UNICODE UTF-8");
    segment(message, "PID|1|", id + "^^^" + SentinelMark.SITE + "^MR", "|" + NAME);
    String exam = escaped(report.procedure());
    segment(
        message,
        "OBR|1|",
        id.toString(),
        NAME + "^" + exam + "^L",
        "|",
        time,
        "||||||||||||||",
        time,
        "|" + escaped(report.modality()),
        "F");
    int line = 0;
    for (String text : report.text().lines().toList()) {
      line++;
      segment(message, "OBX|" + line, "TX", "REPORT^Report^L", "", escaped(text), "|||||F");
    }
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void segment(StringBuilder message, String... fields) {
    message.append(String.join("|", fields)).append('\r');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\E\\")
        .replace("|", "\\F\\")
        .replace("^", "\\S\\")
        .replace("&", "\\T\\")
        .replace("~", "\\R\\");
  }

  /** A DiagnosticReport with its patient. */
  static byte[] fhir(SentinelCase report, UUID id, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode root = JSON.createObjectNode().put("resourceType", "DiagnosticReport");
    ObjectNode patient = root.putArray("contained").addObject();
    patient.put("resourceType", "Patient").put("id", "patient");
    identifier(patient, id);
    patient.putArray("name").addObject().put("family", NAME);
    identifier(root, id);
    root.put("status", "final");
    root.putArray("category")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/v2-0074")
        .put("code", "RAD");
    root.putObject("code").put("text", report.procedure());
    root.putObject("subject").put("reference", "#patient");
    root.put("effectiveDateTime", time);
    root.put("issued", time);
    root.putArray("presentedForm")
        .addObject()
        .put("contentType", "text/plain; charset=utf-8")
        .put(
            "data",
            Base64.getEncoder().encodeToString(report.text().getBytes(StandardCharsets.UTF_8)));
    return bytes(root);
  }

  private static void identifier(ObjectNode of, UUID id) {
    of.putArray("identifier")
        .addObject()
        .put("system", SentinelMark.SYSTEM)
        .put("value", id.toString());
  }

  /** The body of {@code POST /api/check}. */
  static byte[] draft(SentinelCase report, UUID id) {
    ObjectNode root = JSON.createObjectNode().put("text", report.text());
    root.putObject("order").put("procedure", report.procedure()).put("modality", report.modality());
    root.putObject("patient").put("system", SentinelMark.SYSTEM).put("id", id.toString());
    return bytes(root);
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
