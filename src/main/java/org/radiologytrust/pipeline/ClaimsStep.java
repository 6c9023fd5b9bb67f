package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;

/** Splits the report into claims: by the model, or without one by the segmentation. */
final class ClaimsStep implements Step {
  @Override
  public String name() {
    return "claims";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("sentences");
  }

  @Override
  public String list() {
    return "claims";
  }

  /** Without a model, the claims come with verdicts that say so. */
  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.CLAIMS, AuditPart.VERDICTS);
  }

  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, NotAuditable {
    Audit whole = calls.tools().rules().claims(c);
    int most = calls.tools().options().maxClaims();
    if (!c.withModel() || whole.claims().isEmpty()) {
      return whole;
    }
    bounded(whole.claims().size(), most, "sentences");
    Parts.Asked<ClaimsReader.Claims> asked =
        calls.ask(whole.claims(), List.of(), new Sentences(c, calls));
    // a sentence too long to be shown is a claim as a whole
    List<Claim> claims = new ArrayList<>(asked.tooLong());
    int silent = 0;
    for (StepRunner.Done<ClaimsReader.Claims> answer : asked.answers()) {
      claims.addAll(answer.value().claims());
      silent += answer.value().silent();
    }
    bounded(claims.size(), most, "claims");
    String note =
        silent == 0
            ? ""
            : "The model made no claim of "
                + silent
                + " sentences of the report, or of words in them; each was judged as a whole.";
    return c.toBuilder().claims(numbered(claims)).addNote(note).build();
  }

  private static void bounded(int count, int most, String what) throws NotAuditable {
    if (count > most) {
      throw new NotAuditable(
          "the report has more than " + most + " " + what + " (rtl.audit.max-claims)");
    }
  }

  /** In order of the text. */
  private static List<Claim> numbered(List<Claim> claims) {
    claims.sort(
        Comparator.comparingInt((Claim k) -> k.span().start()).thenComparing(k -> k.span().end()));
    List<Claim> numbered = new ArrayList<>();
    for (Claim k : claims) {
      numbered.add(
          new Claim(numbered.size() + 1, k.sentence(), k.section(), k.type(), k.span(), k.text()));
    }
    return numbered;
  }

  /** Which claims there are in some sentences; each is given as a claim of all its words. */
  private static final class Sentences implements Parts.Question<ClaimsReader.Claims> {
    private final Audit c;
    private final ShownReport shown;
    private final Negations negations;

    Sentences(Audit c, StepCalls calls) {
      this.c = c;
      this.shown = calls.shown(c);
      this.negations = calls.tools().catalog().negations();
    }

    @Override
    public Map<String, String> data(List<Claim> sentences) {
      return Map.of(
          "sentences",
          sentences.stream()
              .map(k -> k.sentence() + ". " + shown.sentence(k.sentence()).text())
              .collect(Collectors.joining("\n")));
    }

    @Override
    public int items(Claim sentence) {
      return Parts.repeating(sentence);
    }

    @Override
    public ModelClient.Reader<ClaimsReader.Claims> reader(List<Claim> sentences) {
      return new ClaimsReader(c.report(), shown, negations, sentences);
    }
  }
}
