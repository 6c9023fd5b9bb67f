package org.radiologytrust.ingest.hl7.mllp;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.radiologytrust.ingest.hl7.message.Batch;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.ingest.hl7.message.Envelope;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Escapes;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.Refusal;

/**
 * Builds ACK messages in the sender's version, mode, delimiters and character set. Never throws.
 */
public final class Acknowledgement {
  private static final String DEFAULT_VERSION = "2.5";
  private static final String NEWEST_VERSION = "2.8";
  private static final String MSA = "MSA";

  /** Versions before 2.7 limit MSH-10 to 20 characters. */
  private static final int CONTROL_ID_LENGTH = 20;

  private final Clock clock;
  private final ZoneId zone;

  public Acknowledgement(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Builds an AA or CA.
   *
   * @param text for MSA-3; may be empty
   */
  public byte[] accept(Envelope to, String text) {
    return bytes(to, header(to) + msa(to, "AA", text));
  }

  /** Builds an AE, AR, CE or CR with an ERR segment for each thing that is wrong. */
  public byte[] refuse(Envelope to, Refusal refusal) {
    StringBuilder errors = new StringBuilder();
    refusal.each().forEach(one -> errors.append(err(to, one)));
    return bytes(to, header(to) + msa(to, refusal.ack(), refusal.reasons()) + errors);
  }

  /**
   * Puts the answers to the messages of a batch together: BHS, each acknowledgement, BTS.
   *
   * @param answers in the order of the messages
   */
  public byte[] batch(Batch to, List<byte[]> answers) {
    Encoding e = to.header().encoding();
    String field = String.valueOf(e.field());
    String[] header = {
      "BHS",
      e.characters(),
      Envelope.echo(to.header(), 5),
      Envelope.echo(to.header(), 6),
      Envelope.echo(to.header(), 3),
      Envelope.echo(to.header(), 4),
      Hl7Time.written(clock.instant(), zone),
      "",
      "",
      Escapes.encode(to.remark(), e),
      newId(),
      Envelope.echo(to.header(), 11)
    };
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((String.join(field, header) + "\r").getBytes(e.charset()));
    answers.forEach(all::writeBytes);
    all.writeBytes(("BTS" + field + answers.size() + "\r").getBytes(e.charset()));
    return all.toByteArray();
  }

  /** Whether the sender of a message wants this answer to it. */
  public static boolean isWanted(Envelope to, byte[] answer) {
    if (to.acks().isOriginal()) {
      return true;
    }
    String text = new String(answer, to.encoding().charset());
    int code = text.indexOf('\r' + MSA) + 1 + MSA.length() + 1;
    return to.acks().isWanted(text.substring(code, code + 2));
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, CONTROL_ID_LENGTH);
  }

  private String header(Envelope to) {
    Encoding e = to.encoding();
    String[] fields = new String[19];
    fields[2] = e.characters();
    fields[3] = to.receivingApplication();
    fields[4] = to.receivingFacility();
    fields[5] = to.sendingApplication();
    fields[6] = to.sendingFacility();
    fields[7] = Hl7Time.written(clock.instant(), zone);
    fields[9] = type(to);
    fields[10] = newId();
    fields[11] = to.processingId().isEmpty() ? "P" : to.processingId();
    fields[12] = version(to);
    fields[18] = to.charset();
    int last = to.charset().isEmpty() ? 12 : 18;
    String field = String.valueOf(e.field());
    return IntStream.rangeClosed(2, last)
        .mapToObj(n -> fields[n] == null ? "" : fields[n])
        .collect(Collectors.joining(field, "MSH" + field, "\r"));
  }

  private String type(Envelope to) {
    String event = Escapes.encode(to.event(), to.encoding());
    if (event.isEmpty() || before(to, "2.2")) {
      return "ACK";
    }
    String component = String.valueOf(to.encoding().component());
    return "ACK" + component + event + (before(to, "2.3.1") ? "" : component + "ACK");
  }

  private static String msa(Envelope to, String code, String text) {
    Encoding e = to.encoding();
    // Version 2.7 withdrew MSA-3; the text is in ERR-8 there.
    String tail = before(to, "2.7") && !text.isEmpty() ? e.field() + Escapes.encode(text, e) : "";
    return MSA + e.field() + to.acks().code(code) + e.field() + to.controlId() + tail + "\r";
  }

  private static String err(Envelope to, Refusal refusal) {
    Encoding e = to.encoding();
    char component = e.component();
    String field = refusal.field() == 0 ? "" : String.valueOf(refusal.field());
    String which = refusal.segment() + component + refusal.sequence();
    String at = which + (field.isEmpty() ? "" : component + field);
    ErrorCode code = refusal.code();
    if (before(to, "2.5")) {
      char sub = e.subcomponent() == Encoding.NONE ? '&' : e.subcomponent();
      String coded = code.code + (sub + Escapes.encode(code.text, e)) + sub + "HL70357";
      String pad = field.isEmpty() ? String.valueOf(component) : "";
      return "ERR" + e.field() + at + pad + component + coded + "\r";
    }
    String coded = code.code + (component + Escapes.encode(code.text, e)) + component + "HL70357";
    String text = Escapes.encode(refusal.reason(), e);
    return String.join(String.valueOf(e.field()), "ERR", "", at, coded, "E", "", "", "", text)
        + "\r";
  }

  /** The sender's version, or the nearest one that we know. */
  private static String version(Envelope to) {
    return to.version().matches("2\\.9(\\.\\d)?")
        ? NEWEST_VERSION
        : to.version().matches("2\\.[1-8](\\.\\d)?") ? to.version() : DEFAULT_VERSION;
  }

  private static boolean before(Envelope to, String version) {
    return version(to).compareTo(version) < 0;
  }

  private static byte[] bytes(Envelope to, String text) {
    return text.getBytes(to.encoding().charset());
  }
}
