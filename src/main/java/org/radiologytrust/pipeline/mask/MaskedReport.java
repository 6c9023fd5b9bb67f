package org.radiologytrust.pipeline.mask;

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
 * A report in the form that the model sees. The patient is hidden in whole sentences, and a claim
 * is cut out afterwards: a claim alone may lack the title before a name by which the name is
 * recognised.
 */
public final class MaskedReport {
  private final Map<Integer, MaskedText> sentences = new HashMap<>();
  private final Mask mask;

  public MaskedReport(Audit c, NameWords words) {
    mask = new Mask(c.report(), words);
    for (Sentence s : c.sentences()) {
      sentences.put(s.number(), MaskedText.of(s.text(), s.span().start(), mask));
    }
  }

  /** A sentence by its number. */
  public MaskedText sentence(int number) {
    return sentences.get(number);
  }

  /** The shown words of a claim. */
  public String claim(Claim claim) {
    MaskedText sentence = sentences.get(claim.sentence());
    return sentence == null ? data(claim.text()) : sentence.text(claim.span());
  }

  /** The claims, one on a line, numbered from 1 by their position in the list. */
  public String lines(List<Claim> claims) {
    return numbered(claims.stream().map(this::claim).toList());
  }

  /** Texts, one on a line, numbered from 1. */
  public static String numbered(List<String> texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> (i + 1) + ". " + texts.get(i))
        .collect(Collectors.joining("\n"));
  }

  /** The findings, one on a line, each after its id. */
  public String findings(List<Finding> findings) {
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

  /** Prepares text of an earlier answer for a prompt. The patient is hidden in it too. */
  public String data(String text) {
    return MaskedText.of(text, 0, mask).text();
  }
}
