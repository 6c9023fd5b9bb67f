package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.mask.MaskedReport;

/** Asks for a summary for the clinician and one for the patient. */
public final class SummariesStep implements Step {
  @Override
  public String name() {
    return "summaries";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("claims");
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.SUMMARIES);
  }

  @Override
  public Audit run(Audit c, StepCalls calls) throws ModelFailure, InterruptedException {
    if (!c.withModel() || c.claims().isEmpty()) {
      return c;
    }
    MaskedReport shown = calls.shown(c);
    List<Claim> told = told(c, calls, shown);
    int left = c.claims().size() - told.size();
    String partial = left == 0 ? "" : partial(c, told, left);
    if (told.isEmpty()) {
      return c.toBuilder().addNote(partial).build();
    }
    List<String> flagged =
        c.claims().stream()
            .filter(k -> verdict(c, k).label() != Label.SUPPORTED)
            .map(shown::claim)
            .toList();
    Summaries summaries = calls.ask(ask(c, calls, shown, told), new Reader(flagged)).value();
    String withheld =
        summaries.patient().isEmpty()
            ? "The text for the patient is left out: it stated a claim that is not supported."
            : "";
    return c.toBuilder().summaries(summaries).addNote(partial).addNote(withheld).build();
  }

  private static String partial(Audit c, List<Claim> told, int left) {
    long grave =
        c.claims().stream()
            .filter(k -> verdict(c, k).label() != Label.SUPPORTED && !told.contains(k))
            .count();
    return "The summaries do not cover "
        + left
        + " of "
        + c.claims().size()
        + " claims, "
        + (grave == 0 ? "none" : grave)
        + " of them flagged or not assessed.";
  }

  /**
   * All claims, or as many as fit the prompt, chosen by seriousness. The result is in the order of
   * the text.
   */
  private static List<Claim> told(Audit c, StepCalls calls, MaskedReport shown) {
    if (calls.fits(ask(c, calls, shown, c.claims()))) {
      return c.claims();
    }
    List<Claim> told = new ArrayList<>();
    for (Claim k : c.claims().stream().sorted(gravest(c)).toList()) {
      told.add(k);
      if (!calls.fits(ask(c, calls, shown, told))) {
        told.remove(k);
      }
    }
    told.sort(Comparator.comparingInt(Claim::number));
    return told;
  }

  private static Comparator<Claim> gravest(Audit c) {
    return Comparator.comparing(
        k -> verdict(c, k).label(),
        Comparator.nullsFirst(Comparator.<Label>naturalOrder()).reversed());
  }

  private static StepRunner.Call ask(
      Audit c, StepCalls calls, MaskedReport shown, List<Claim> told) {
    String claims =
        told.stream()
            .map(k -> k.number() + ". " + shown.claim(k) + " [" + label(verdict(c, k)) + "]")
            .collect(Collectors.joining("\n"));
    int left = c.claims().size() - told.size();
    String more = left == 0 ? "" : "\n" + left + " more claims are not listed.";
    return new StepRunner.Call(
        calls.step(), "", Map.of("claims", claims + more), List.of(), calls.step().answerTokens());
  }

  private static Verdict verdict(Audit c, Claim k) {
    return c.verdicts().get(k.number() - 1);
  }

  private static String label(Verdict verdict) {
    return verdict.label() == null ? "not assessed" : verdict.label().code();
  }

  /**
   * Reads the answer. A summary for the patient that repeats a flagged claim word by word is
   * dropped; the audit continues without it.
   */
  public static final class Reader implements AnswerSource.Reader<Summaries> {
    /** Shorter claims, such as "Normal.", would be found in any text. */
    private static final int FEWEST_WORDS = 3;

    private final List<String> flagged;

    /**
     * @param flagged the shown words of claims that the patient's summary must not state
     */
    public Reader(List<String> flagged) {
      this.flagged =
          flagged.stream()
              .map(Reader::words)
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

    /** The words in lower case, with one space before and after each. */
    private static String words(String text) {
      return " "
          + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\p{M}]+", " ").strip()
          + " ";
    }
  }
}
