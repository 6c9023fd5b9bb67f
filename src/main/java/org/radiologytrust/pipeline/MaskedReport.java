package org.radiologytrust.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Sentence;

/**
 * A report as the model is shown it, sentence by sentence. A claim is cut out of its sentence after
 * the patient was hidden there: by itself it may lack the title that tells a name.
 */
final class MaskedReport {
  private final Map<Integer, MaskedText> sentences = new HashMap<>();
  private final Mask mask;

  MaskedReport(Audit c, NameWords words) {
    mask = new Mask(c.report(), words);
    for (Sentence s : c.sentences()) {
      sentences.put(s.number(), MaskedText.of(s.text(), s.span().start(), mask));
    }
  }

  MaskedText sentence(int number) {
    return sentences.get(number);
  }

  String claim(Claim claim) {
    return sentences.get(claim.sentence()).text(claim.span());
  }

  /** The claims, each on a line behind its place in the list, from 1. */
  String lines(List<Claim> claims) {
    return numbered(claims.stream().map(this::claim).toList());
  }

  /** Texts, each on a line behind its place in the list, from 1. */
  static String numbered(List<String> texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> (i + 1) + ". " + texts.get(i))
        .collect(Collectors.joining("\n"));
  }

  /** What the model saw, one finding on a line behind its id. */
  String findings(List<Finding> findings) {
    return findings.isEmpty()
        ? "none"
        : findings.stream()
            .map(
                f ->
                    Stream.of(f.description(), f.location(), f.visualCue())
                        .map(this::data)
                        .collect(Collectors.joining("; ", f.id() + ". ", "")))
            .collect(Collectors.joining("\n"));
  }

  /** What the model itself said before. */
  String data(String text) {
    return MaskedText.of(text, 0, mask).text();
  }
}
