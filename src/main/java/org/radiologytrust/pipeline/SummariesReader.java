package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.model.Summaries;

/**
 * Reads the answer of the summaries step. A text for the patient that states a flagged claim word
 * by word is left out; it is no reason to lose the audit.
 */
final class SummariesReader implements ModelClient.Reader<Summaries> {
  /** Shorter claims ("Normal.") are found in any text. */
  private static final int FEWEST_WORDS = 3;

  private final List<String> flagged;

  /**
   * @param flagged the claims, as shown, that the patient must not be told
   */
  SummariesReader(List<String> flagged) {
    this.flagged =
        flagged.stream()
            .map(SummariesReader::words)
            .filter(w -> w.strip().split(" ").length >= FEWEST_WORDS)
            .toList();
  }

  @Override
  public Summaries read(JsonNode answer) {
    String patient = answer.path("patient").asText().strip();
    String said = words(patient);
    boolean states = flagged.stream().anyMatch(said::contains);
    return new Summaries(answer.path("clinician").asText().strip(), states ? "" : patient);
  }

  /** The words in lower case, a blank before and behind each. */
  private static String words(String text) {
    return " "
        + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\p{M}]+", " ").strip()
        + " ";
  }
}
