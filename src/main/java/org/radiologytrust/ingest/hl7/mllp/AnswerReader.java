package org.radiologytrust.ingest.hl7.mllp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.ingest.hl7.message.PlainSegments;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.journal.inbox.SentAnswer;

/** Reads our own acknowledgements again, for operators. */
public final class AnswerReader {
  private AnswerReader() {}

  /**
   * @param reply bytes that {@link Acknowledgement} made
   * @throws IllegalArgumentException if it did not
   */
  public static SentAnswer read(byte[] reply) {
    String text = new String(reply, StandardCharsets.UTF_8);
    try {
      Segment msa = PlainSegments.of(text, Set.of("MSA")).get(0);
      List<String> texts = new ArrayList<>();
      for (Segment err : PlainSegments.of(text, Set.of("ERR"))) {
        texts.add(error(err, msa));
      }
      if (texts.isEmpty() && !msa.value(3, 1).isEmpty()) {
        texts.add(msa.value(3, 1));
      }
      return new SentAnswer(msa.value(1, 1), texts);
    } catch (RefusedException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no acknowledgement");
    }
  }

  /**
   * Such as {@code ERR 101 PID-3: PID-3 is empty}. Before version 2.5 the place is in ERR-1 and the
   * text in MSA-3.
   */
  private static String error(Segment err, Segment msa) {
    int field = err.field(2).isEmpty() ? 1 : 2;
    String place =
        Stream.of(err.value(field, 1), err.value(field, 3))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("-"));
    String text = err.value(8, 1).isEmpty() ? msa.value(3, 1) : err.value(8, 1);
    return Stream.of("ERR", field == 1 ? err.value(1, 4) : err.value(3, 1), place)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "))
        + (text.isEmpty() ? "" : ": " + text);
  }
}
