package org.radiologytrust.ingest.hl7.out;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.radiologytrust.ingest.hl7.message.PlainSegments;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;

/**
 * The answer of a receiver.
 *
 * @param code MSA-1
 * @param controlId MSA-2
 * @param error code and place of the first ERR, without its texts, which may quote a patient
 */
record Answer(String code, String controlId, String error) {
  /** Codes and places consist of these; anything else may be a text. */
  private static final String SAFE = "[A-Za-z0-9^&. -]{0,40}";

  /**
   * Reads an answer.
   *
   * @throws NoAnswerException if it is none
   */
  static Answer of(byte[] bytes) throws NoAnswerException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      List<Segment> msa = PlainSegments.of(text, Set.of("MSA"));
      if (!text.startsWith("MSH") || msa.isEmpty()) {
        throw new NoAnswerException("no MSH and MSA");
      }
      return new Answer(
          msa.get(0).value(1, 1),
          msa.get(0).value(2, 1),
          PlainSegments.of(text, Set.of("ERR")).stream().findFirst().map(Answer::error).orElse(""));
    } catch (RefusedException e) {
      throw new NoAnswerException("no valid delimiters");
    }
  }

  /**
   * From version 2.5 on the place is in ERR-2 and the code in ERR-3; before it, all is in ERR-1.
   */
  private static String error(Segment err) {
    String place = err.field(2).isEmpty() ? "" : " at " + err.field(2);
    String error = err.field(1).isEmpty() ? err.value(3, 1) + place : err.field(1);
    return error.matches(SAFE) ? error : "";
  }

  /**
   * Returns if the receiver has taken our message.
   *
   * @throws OtherAnswerException if the answer is to another message
   * @throws ReceiverErrorException if it says AE or CE
   * @throws ReceiverRejectException if it says AR or CR
   * @throws NoAnswerException if it says anything else
   */
  void require(String ours)
      throws OtherAnswerException,
          ReceiverErrorException,
          ReceiverRejectException,
          NoAnswerException {
    if (!controlId.equals(ours)) {
      throw new OtherAnswerException("MSA-2 is not our control id");
    }
    switch (code) {
      case "AA", "CA" -> {
        // it has it
      }
      case "AE", "CE" -> throw new ReceiverErrorException(code);
      case "AR", "CR" -> throw new ReceiverRejectException(code);
      default -> throw new NoAnswerException("MSA-1 is no code");
    }
  }
}
