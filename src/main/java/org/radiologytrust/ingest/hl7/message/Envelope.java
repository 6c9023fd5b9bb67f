package org.radiologytrust.ingest.hl7.message;

import java.util.Optional;

/**
 * The fields of a message that its acknowledgement needs. They are read first, so that they are
 * available even if the rest cannot be read. Values are unchanged, except that control characters
 * are removed.
 *
 * @param encoding delimiters and character set; the default ones if the message has none
 * @param acks when the sender wants an answer
 */
public record Envelope(
    Encoding encoding,
    String sendingApplication,
    String sendingFacility,
    String receivingApplication,
    String receivingFacility,
    String event,
    String controlId,
    String processingId,
    String version,
    AckConditions acks,
    String charset) {
  public static final Envelope NONE =
      new Envelope(
          Encoding.DEFAULT,
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          AckConditions.ORIGINAL,
          "UNICODE UTF-8");

  /** Longer fields are cut in the answer. */
  private static final int MAX_FIELD = 250;

  public static Envelope of(Segment msh) {
    return new Envelope(
        msh.encoding(),
        echo(msh, 3),
        echo(msh, 4),
        echo(msh, 5),
        echo(msh, 6),
        msh.value(9, 2),
        echo(msh, 10),
        echo(msh, 11),
        msh.value(12, 1),
        AckConditions.of(msh),
        Slice.of(echo(msh, 18)).piece(msh.encoding().repetition(), 1).text());
  }

  /** The envelope of a message of which at least the beginning is known. */
  public static Envelope ofBeginning(byte[] frame) {
    try {
      Optional<MessageStart> start = MessageStart.of(frame);
      return start.isEmpty() ? NONE : of(Hl7Message.header(frame, start.get()));
    } catch (RefusedException e) {
      return NONE;
    }
  }

  /** A field for the answer: unchanged but for its length and control characters. */
  public static String echo(Segment msh, int n) {
    String field = msh.field(n);
    String plain = field.length() > MAX_FIELD ? field.substring(0, MAX_FIELD) : field;
    return plain.replaceAll("\\p{Cntrl}", "");
  }
}
