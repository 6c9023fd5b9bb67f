package org.radiologytrust.ingest.hl7.out;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.ingest.hl7.message.PlainSegments;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.retry.PeerAnswer;

/**
 * The answer of a receiver.
 *
 * @param code MSA-1
 * @param controlId MSA-2
 * @param peer code and place of the first ERR, and all that the receiver says
 */
record Answer(String code, String controlId, PeerAnswer peer) {
  /** A code has a digit; a name, which a receiver may send in its place, has none. */
  private static final String CODE = "[A-Z]{0,4}[0-9]{1,6}[A-Z]?";

  /** Segment, its number, field, repetition, component and subcomponent. */
  private static final String PLACE = "[A-Z][A-Z0-9]{2}(\\^[0-9]{0,4}){0,5}";

  private static final int MOST_WORDS = 4000;

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
          new PeerAnswer(
              PlainSegments.of(text, Set.of("ERR")).stream()
                  .findFirst()
                  .map(Answer::error)
                  .orElse(""),
              words(new String(bytes, StandardCharsets.UTF_8))));
    } catch (RefusedException e) {
      throw new NoAnswerException("no valid delimiters");
    }
  }

  /** MSA and ERR, as they came. */
  private static String words(String text) throws RefusedException {
    String words =
        PlainSegments.of(text, Set.of("MSA", "ERR")).stream()
            .map(segment -> segment.slice().text().replaceAll("\\p{Cntrl}", " "))
            .collect(Collectors.joining("\n"));
    return words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) : words;
  }

  /**
   * From version 2.5 on the place is in ERR-2 and the code in ERR-3; before it, both are in ERR-1:
   * segment, its number, field and code.
   */
  private static String error(Segment err) {
    if (err.field(1).isEmpty()) {
      return error(err.value(3, 1), err.field(2));
    }
    String place = err.value(1, 1) + "^" + err.value(1, 2) + "^" + err.value(1, 3);
    return error(err.value(1, 4), place);
  }

  private static String error(String code, String place) {
    String where = place.matches(PLACE) ? " at " + place.replaceAll("\\^+$", "") : "";
    return ((code.matches(CODE) ? code : "") + where).strip();
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
      case "AE", "CE" -> throw new ReceiverErrorException(code, peer);
      case "AR", "CR" -> throw new ReceiverRejectException(code, peer);
      default -> throw new NoAnswerException("MSA-1 is no code");
    }
  }
}
