package org.radiologytrust.pipeline;

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
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.CleanText;

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
    PromptParts.Answers<Claims> asked =
        calls.ask(whole.claims(), List.of(), new Sentences(c, calls));
    // a sentence too long to be shown is a claim as a whole
    List<Claim> claims = new ArrayList<>(asked.tooLong());
    int silent = 0;
    for (StepRunner.Result<Claims> answer : asked.answers()) {
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
          "The report has more than " + most + " " + what + ", too many to be audited.");
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
  private static final class Sentences implements PromptParts.Question<Claims> {
    private final Audit c;
    private final MaskedReport shown;
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
      return PromptParts.repeating(sentence);
    }

    @Override
    public ModelClient.Reader<Claims> reader(List<Claim> sentences) {
      return new Reader(c.report(), shown, negations, sentences);
    }
  }

  /**
   * What the model made of some sentences.
   *
   * @param silent how many sentences are claims as a whole, because the model quoted nothing of
   *     them or of words in them
   */
  record Claims(List<Claim> claims, int silent) {}

  /**
   * Reads the answer. A quote counts only where it stands in its sentence, with the negation before
   * it; its span is computed here, never the model's. A sentence of which the model makes no claim,
   * or leaves words in a row unquoted, becomes one as a whole, so that nothing stated goes without
   * being judged. A quote of punctuation alone states nothing and is no claim.
   */
  static final class Reader implements ModelClient.Reader<Claims> {
    private static final Pattern WORD = Pattern.compile("\\p{L}{2}");

    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");

    /** What stands in the place of the letters that a quote covers. */
    private static final int QUOTED = 0;

    /** Three words in a row with no quote between them: they may state something. */
    private static final Pattern UNQUOTED =
        Pattern.compile("\\p{L}++[^\\p{L}\0]++\\p{L}++[^\\p{L}\0]++\\p{L}");

    private final Report report;
    private final MaskedReport shown;
    private final Negations negations;
    private final Map<Integer, Claim> whole;

    /**
     * @param whole a claim for each sentence that the model is shown, of the whole sentence
     */
    Reader(Report report, MaskedReport shown, Negations negations, List<Claim> whole) {
      this.report = report;
      this.shown = shown;
      this.negations = negations;
      this.whole = whole.stream().collect(Collectors.toMap(Claim::sentence, Function.identity()));
    }

    /** A claim before it has its number. */
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
      int silent = addSilent(drafts);
      return new Claims(numbered(drafts), silent);
    }

    /** The quote's first place behind what was quoted already, else its first. */
    private int place(int number, String quote, ClaimType type, int reached) throws InvalidAnswer {
      MaskedText sentence = shown.sentence(number);
      List<Integer> places = sentence.places(quote);
      if (places.isEmpty()) {
        throw new InvalidAnswer(
            "A quote for sentence " + number + " does not stand in it letter by letter.");
      }
      int length = quote.codePointCount(0, quote.length());
      List<Integer> stated =
          places.stream()
              .filter(p -> !negated(sentence.before(p), type))
              .filter(p -> !negations.startsWithOne(sentence.after(p + length)))
              .toList();
      if (stated.isEmpty()) {
        throw new InvalidAnswer(
            "A quote for sentence "
                + number
                + " leaves out its negation. The negation belongs to the quote.");
      }
      return stated.stream().filter(p -> p >= reached).findFirst().orElse(stated.get(0));
    }

    /** An absence takes its negation in: {@link #withNegation}. */
    private boolean negated(String before, ClaimType type) {
      return type != ClaimType.ABSENCE
          && (negations.endsWithOne(before) || negations.joinedToOne(before));
    }

    /** In "no effusion or mass" the absence of a mass is quoted from its negation on. */
    private int withNegation(int number, String quote, int place) {
      if (negations.in(quote)) {
        return place;
      }
      String before = shown.sentence(number).before(place);
      int from = negations.reaching(before).orElse(before.length());
      return before.codePointCount(0, from);
    }

    private int addSilent(List<Draft> drafts) {
      List<Draft> silent = new ArrayList<>();
      for (Claim sentence : whole.values()) {
        List<Span> quotes =
            drafts.stream()
                .filter(d -> d.sentence == sentence.sentence())
                .map(Draft::span)
                .toList();
        if (leaves(sentence, quotes)) {
          silent.add(new Draft(sentence.sentence(), sentence.span(), sentence.type()));
        }
      }
      drafts.addAll(silent);
      return silent.size();
    }

    /** Whether the quotes leave words of the sentence that would go without being judged. */
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
