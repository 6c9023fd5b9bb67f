package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.pipeline.mask.MaskedReport;
import org.radiologytrust.pipeline.mask.MaskedText;
import org.radiologytrust.pipeline.words.ShownNegations;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.words.CleanText;

/**
 * Splits the report into claims. With a model, the model quotes them; without one, each finding is
 * a claim.
 */
public final class ClaimsStep implements Step {
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

  /** Claims, and without a model also verdicts that say that no model was asked. */
  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.CLAIMS, AuditPart.VERDICTS);
  }

  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, NotAuditable {
    RuleClaims rules = calls.tools().rules();
    int most = calls.tools().options().maxClaims();
    if (!c.withModel()) {
      Audit made = rules.claims(c);
      bounded(made.claims().size(), most, "claims");
      return made;
    }
    Audit whole = rules.sentences(c);
    if (whole.claims().isEmpty()) {
      return whole;
    }
    bounded(whole.claims().size(), most, "sentences");
    PromptParts.Answers<Claims> asked =
        calls.ask(whole.claims(), List.of(), new Sentences(c, calls));
    // a sentence that is too long for the model becomes one claim
    List<Claim> claims = new ArrayList<>(asked.tooLong());
    int unquoted = 0;
    for (StepRunner.Result<Claims> answer : asked.answers()) {
      claims.addAll(answer.value().claims());
      unquoted += answer.value().unquoted();
    }
    bounded(claims.size(), most, "claims");
    String note =
        unquoted == 0
            ? ""
            : "The model made no claim of "
                + unquoted
                + " sentences of the report, or of words in them; each was judged as a whole.";
    return c.toBuilder().claims(numbered(claims)).addNote(note).build();
  }

  private static void bounded(int count, int most, String what) throws NotAuditable {
    if (count > most) {
      throw new NotAuditable(
          "The report has more than " + most + " " + what + ", too many to be audited.");
    }
  }

  /** The claims in the order of the text, numbered from 1. */
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

  /**
   * Asks for the claims in some sentences. Each sentence is passed in as one claim that covers it.
   */
  private static final class Sentences implements PromptParts.Question<Claims> {
    private final Audit c;
    private final MaskedReport shown;
    private final Scopes scopes;

    Sentences(Audit c, StepCalls calls) {
      this.c = c;
      this.shown = calls.shown(c);
      this.scopes = calls.tools().catalog().scopes();
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
      return PromptParts.repeating(sentence);
    }

    @Override
    public AnswerSource.Reader<Claims> reader(List<Claim> sentences) {
      return new Reader(c.report(), shown, scopes, sentences);
    }
  }

  /**
   * The claims of some sentences.
   *
   * @param unquoted number of sentences that became one whole claim, because the model did not
   *     quote them or left out words in them
   */
  public record Claims(List<Claim> claims, int unquoted) {}

  /**
   * Reads the answer. A quote is valid only when its sentence contains it and it includes its
   * negation. The span is computed here and never taken from the model. A sentence without a quote,
   * or with several words in a row left unquoted, becomes one whole claim, so that every statement
   * is judged. A quote that is only punctuation is ignored.
   */
  public static final class Reader implements AnswerSource.Reader<Claims> {
    private static final Pattern WORD = Pattern.compile("\\p{L}{2}");

    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");

    /** Replaces the characters that a quote covers. */
    private static final int QUOTED = 0;

    /** Three unquoted words in a row. They may state something. */
    private static final Pattern UNQUOTED =
        Pattern.compile("\\p{L}++[^\\p{L}\0]++\\p{L}++[^\\p{L}\0]++\\p{L}");

    private final Report report;
    private final MaskedReport shown;
    private final Scopes scopes;
    private final Map<Integer, Claim> whole;

    /**
     * @param whole one claim for each sentence that the model is shown, covering the sentence
     */
    public Reader(Report report, MaskedReport shown, Scopes scopes, List<Claim> whole) {
      this.report = report;
      this.shown = shown;
      this.scopes = scopes;
      this.whole = whole.stream().collect(Collectors.toMap(Claim::sentence, Function.identity()));
    }

    /** A claim without its number. */
    private record Draft(int sentence, Span span, ClaimType type) {}

    @Override
    public Claims read(JsonNode answer) throws InvalidAnswer {
      List<Draft> drafts = new ArrayList<>();
      Map<Integer, Integer> reached = new HashMap<>();
      for (JsonNode c : answer.path("claims")) {
        int number = c.path("sentence").asInt();
        if (!whole.containsKey(number)) {
          throw new InvalidAnswer("There is no sentence " + number + ".");
        }
        String quote = MaskedText.quote(c.path("quote").asText());
        ClaimType type = ClaimType.valueOf(c.path("type").asText().toUpperCase(Locale.ROOT));
        int place = place(number, quote, type, reached.getOrDefault(number, 0));
        if (!LETTER_OR_DIGIT.matcher(quote).find()) {
          continue;
        }
        int end = place + quote.codePointCount(0, quote.length());
        reached.put(number, end);
        int start = type == ClaimType.ABSENCE ? withNegation(number, quote, place) : place;
        Span span = shown.sentence(number).span(start, end);
        if (drafts.stream().noneMatch(d -> d.span.equals(span))) {
          drafts.add(new Draft(number, span, type));
        }
      }
      int unquoted = addUnquoted(drafts);
      return new Claims(numbered(drafts), unquoted);
    }

    /**
     * Where a quote stands: its first place after the earlier quotes of the sentence, otherwise its
     * first place.
     *
     * @param reached end of the earlier quotes
     */
    private int place(int number, String quote, ClaimType type, int reached) throws InvalidAnswer {
      MaskedText sentence = shown.sentence(number);
      List<Integer> places = sentence.places(quote);
      if (places.isEmpty()) {
        throw new InvalidAnswer(
            "A quote for sentence " + number + " does not stand in it letter by letter.");
      }
      ShownNegations negations = new ShownNegations(scopes, sentence.text());
      List<Integer> stated =
          places.stream()
              .filter(p -> type == ClaimType.ABSENCE || negations.before(at(p, quote)).isEmpty())
              .filter(p -> !negations.behind(at(p, quote)))
              .toList();
      if (stated.isEmpty()) {
        throw new InvalidAnswer(
            "A quote for sentence "
                + number
                + " leaves out its negation. The negation belongs to the quote.");
      }
      return stated.stream().filter(p -> p >= reached).findFirst().orElse(stated.get(0));
    }

    private static Span at(int place, String quote) {
      return new Span(place, place + quote.codePointCount(0, quote.length()));
    }

    /**
     * The start of a quoted absence, moved back to its negation: in "no effusion or mass", "mass"
     * starts at "no".
     */
    private int withNegation(int number, String quote, int place) {
      return new ShownNegations(scopes, shown.sentence(number).text())
          .before(at(place, quote))
          .orElse(place);
    }

    private int addUnquoted(List<Draft> drafts) {
      List<Draft> unquoted = new ArrayList<>();
      for (Claim sentence : whole.values()) {
        List<Span> quotes =
            drafts.stream()
                .filter(d -> d.sentence == sentence.sentence())
                .map(Draft::span)
                .toList();
        if (leaves(sentence, quotes)) {
          unquoted.add(new Draft(sentence.sentence(), sentence.span(), sentence.type()));
        }
      }
      drafts.addAll(unquoted);
      return unquoted.size();
    }

    /** Whether the quotes leave out words of the sentence that may state something. */
    private boolean leaves(Claim sentence, List<Span> quotes) {
      CleanText clean = CleanText.of(sentence.text());
      int[] rest = clean.text().codePoints().toArray();
      int from = sentence.span().start();
      quotes.forEach(
          q ->
              Arrays.fill(
                  rest, clean.indexOf(q.start() - from), clean.indexOf(q.end() - from), QUOTED));
      return (quotes.isEmpty() ? WORD : UNQUOTED).matcher(new String(rest, 0, rest.length)).find();
    }

    private List<Claim> numbered(List<Draft> drafts) {
      drafts.sort(
          Comparator.comparingInt((Draft d) -> d.span.start()).thenComparing(d -> d.span.end()));
      List<Claim> claims = new ArrayList<>();
      for (Draft d : drafts) {
        claims.add(
            new Claim(
                claims.size() + 1,
                d.sentence,
                whole.get(d.sentence).section(),
                d.type,
                d.span,
                d.span.in(report.text())));
      }
      return List.copyOf(claims);
    }
  }
}
