package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.mask.MaskedReport;

/** Proposes wording for flagged claims. The model is asked only about uncertain ones. */
final class RewriteStep implements Step {
  @Override
  public String name() {
    return "rewrite";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("claims");
  }

  @Override
  public String list() {
    return "rewrites";
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.REWRITES);
  }

  @Override
  public Audit run(Audit c, StepCalls calls) throws ModelFailure, InterruptedException {
    List<Claim> verify = new ArrayList<>();
    List<Claim> reword = new ArrayList<>();
    for (Claim k : c.claims()) {
      Verdict v = c.verdicts().get(k.number() - 1);
      // support on blank images is a weakness of the model, and so are a contradiction with its own
      // findings and a lack of trust in it: the wording needs no change
      if (v.label() == Label.NEEDS_REVIEW
          || v.basis() == Verdict.Basis.BLANK_PROBE
          || v.basis() == Verdict.Basis.CONTRADICTS_OWN_FINDING) {
        verify.add(k);
      } else if (v.label() == Label.UNCERTAIN
          && v.basis() != Verdict.Basis.UNTRUSTED_MODEL
          && c.withModel()) {
        reword.add(k);
      }
    }
    PromptParts.Answers<List<Rewrite>> asked = calls.ask(reword, List.of(), new Wording(c, calls));
    verify.addAll(asked.tooLong());
    List<Rewrite> rewrites = new ArrayList<>();
    verify.forEach(k -> rewrites.add(new Rewrite(k.number(), Rewrite.VERIFY)));
    Map<String, Integer> leftOut = new TreeMap<>();
    asked
        .answers()
        .forEach(a -> a.value().forEach(r -> rewrites.add(checked(c, calls, r, leftOut))));
    rewrites.sort(Comparator.comparingInt(Rewrite::claim));
    return c.toBuilder().rewrites(rewrites).addNote(note(leftOut)).build();
  }

  /** The wording, or the request to verify the claim where the wording must not be shown. */
  private static Rewrite checked(
      Audit c, StepCalls calls, Rewrite proposed, Map<String, Integer> leftOut) {
    String claim = calls.shown(c).claim(c.claims().get(proposed.claim() - 1));
    Optional<String> why = calls.tools().catalog().answers().refused(claim, proposed.text());
    why.ifPresent(reason -> leftOut.merge(reason, 1, Integer::sum));
    return why.isPresent() ? new Rewrite(proposed.claim(), Rewrite.VERIFY) : proposed;
  }

  private static String note(Map<String, Integer> leftOut) {
    return leftOut.isEmpty()
        ? ""
        : "Proposed wordings that are left out: "
            + leftOut.entrySet().stream()
                .map(e -> e.getValue() + " because " + e.getKey())
                .collect(Collectors.joining("; "))
            + ".";
  }

  /** Asks for wording of some claims with less certainty. */
  private static final class Wording implements PromptParts.Question<List<Rewrite>> {
    private final Function<Claim, String> line;

    Wording(Audit c, StepCalls calls) {
      MaskedReport shown = calls.shown(c);
      line =
          k ->
              shown.claim(k)
                  + " (uncertain: "
                  + shown.data(reason(c.verdicts().get(k.number() - 1)))
                  + ")";
    }

    @Override
    public Map<String, String> data(List<Claim> claims) {
      return Map.of("claims", MaskedReport.numbered(claims.stream().map(line).toList()));
    }

    @Override
    public int items(Claim claim) {
      return PromptParts.repeating(claim);
    }

    @Override
    public JsonNode schema(JsonNode ofStep, List<Claim> claims) {
      return SchemaLimits.toClaims(ofStep, claims.size());
    }

    @Override
    public AnswerSource.Reader<List<Rewrite>> reader(List<Claim> claims) {
      return new Reader(claims);
    }
  }

  private static String reason(Verdict verdict) {
    return verdict.evidence().isEmpty() ? "" : verdict.evidence().get(0);
  }

  /**
   * Reads the answer. It must hold exactly one text for each claim. In prompt and answer, a claim's
   * number is its position in the list, from 1.
   */
  static final class Reader implements AnswerSource.Reader<List<Rewrite>> {
    private final List<Claim> wanted;

    Reader(List<Claim> wanted) {
      this.wanted = wanted;
    }

    @Override
    public List<Rewrite> read(JsonNode answer) throws InvalidAnswer {
      Map<Integer, Rewrite> rewrites = new TreeMap<>();
      for (JsonNode r : answer.path("rewrites")) {
        int number = r.path("claim").asInt();
        if (number < 1 || number > wanted.size()) {
          throw new InvalidAnswer("There is no claim " + number + ".");
        }
        Rewrite rewrite =
            new Rewrite(wanted.get(number - 1).number(), r.path("text").asText().strip());
        if (rewrites.put(number, rewrite) != null) {
          throw new InvalidAnswer("Claim " + number + " is reworded twice.");
        }
      }
      for (int number = 1; number <= wanted.size(); number++) {
        if (!rewrites.containsKey(number)) {
          throw new InvalidAnswer("A rewrite is missing for claim " + number + ".");
        }
      }
      return List.copyOf(rewrites.values());
    }
  }
}
