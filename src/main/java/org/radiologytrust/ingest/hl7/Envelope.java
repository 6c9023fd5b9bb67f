package org.radiologytrust.ingest.hl7;

import java.nio.charset.StandardCharsets;

/**
 * The fields of a message that its acknowledgement needs. They are read first, so that they are
 * available even if the rest cannot be read. Values are unchanged, except that control characters
 * are removed.
 *
 * @param encoding delimiters and character set; the default ones if the message has none
 */
record Envelope(
    Encoding encoding,
    String sendingApplication,
    String sendingFacility,
    String receivingApplication,
    String receivingFacility,
    String event,
    String controlId,
    String processingId,
    String version,
    String charset) {
  static final Envelope NONE =
      new Envelope(Encoding.DEFAULT, "", "", "", "", "", "", "", "", "UNICODE UTF-8");

  /** Longer fields are cut in the answer. */
  private static final int MAX_FIELD = 250;

  static Envelope of(Segment msh) {
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
        Slice.of(echo(msh, 18)).piece(msh.encoding().repetition(), 1).text());
  }

  /**
   * Where the message starts, after a byte order mark and white space; -1 if it does not start with
   * MSH.
   */
  static int start(byte[] frame) {
    String head = new String(frame, 0, Math.min(frame.length, 64), StandardCharsets.ISO_8859_1);
    int at = head.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    while (at < head.length() && head.charAt(at) <= ' ') {
      at++;
    }
    return head.startsWith("MSH", at) ? at : -1;
  }

  private static String echo(Segment msh, int n) {
    String field = msh.field(n);
    String plain = field.length() > MAX_FIELD ? field.substring(0, MAX_FIELD) : field;
    return plain.replaceAll("\\p{Cntrl}", "");
  }
}
