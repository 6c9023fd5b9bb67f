package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.mask.MaskedReport;
import org.radiologytrust.pipeline.step.AlignmentStep;
import org.radiologytrust.pipeline.step.ClaimsStep;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.pipeline.step.StepCatalog;

/** What a model can say within the schema and must not get away with. */
class ReadersTest {
  private static final String TEXT =
      "😀 No effusion and no\n  pneumothorax. Doe has a mass. A mass ---------- is seen [img-1].";
  private static final Report REPORT = SampleRecords.report("A1", TEXT);
  private static final StepCatalog CATALOG = StepCatalog.load(SiteFiles.shipped());

  private static Sentence sentence(int number, String text) {
    int at = TEXT.indexOf(text);
    return new Sentence(number, Section.FINDINGS, Span.of(TEXT, at, at + text.length()), text);
  }

  private static final List<Sentence> SENTENCES =
      List.of(
          sentence(1, "😀 No effusion and no\n  pneumothorax."),
          sentence(2, "Doe has a mass."),
          sentence(3, "A mass ---------- is seen [img-1]."));

  private static JsonNode json(String json) throws Exception {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  private static ClaimsStep.Reader reader(Report report, List<Sentence> sentences) {
    Audit c =
        Audit.of(new UUID(0, 1), report)
            .withModel(true)
            .started(Instant.EPOCH)
            .sentences(sentences)
            .build();
    return new ClaimsStep.Reader(
        report,
        new MaskedReport(c, CATALOG.names()),
        CATALOG.scopes(),
        new RuleClaims(SiteFiles.shipped()).sentences(c).claims());
  }

  private static List<Claim> claims(String json) throws Exception {
    return reader(REPORT, SENTENCES).read(json(json)).claims();
  }

  /** Reads quotes from a report of one sentence. */
  private static ClaimsStep.Claims quoted(String sentence, String... quotes) throws Exception {
    Sentence only =
        new Sentence(1, Section.FINDINGS, Span.of(sentence, 0, sentence.length()), sentence);
    String claims =
        Stream.of(quotes)
            .map(q -> q.split("/"))
            .map(q -> "{'sentence':1,'quote':'" + q[0] + "','type':'" + q[1] + "'}")
            .collect(Collectors.joining(","));
    return reader(SampleRecords.report("A1", sentence), List.of(only))
        .read(json("{'claims':[" + claims + "]}"));
  }

  private static List<String> texts(ClaimsStep.Claims read) {
    return read.claims().stream().map(Claim::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The heart is normal, there is a large pneumothorax.|The heart is normal",
        "There is a large pneumothorax, the heart is normal.|the heart is normal",
        "The heart is normal, a large mass.|The heart is normal",
        "😀 The heart 12 x 9 cm is large.|heart 12",
        "The heart is normal, 10.11.12.13.14: big, old, bad.|The heart is normal"
      })
  void wordsInARowThatNoQuoteCoversMakeAClaimOfTheWholeSentence(String sentence, String quote)
      throws Exception {
    ClaimsStep.Claims read = quoted(sentence, quote + "/finding");
    assertEquals(1, read.unquoted());
    assertEquals(Set.of(sentence, quote), Set.copyOf(texts(read)));
    assertEquals(List.of(1, 2), read.claims().stream().map(Claim::number).toList());
  }

  @Test
  void sentenceThatItsQuotesCoverIsNoClaimBesides() throws Exception {
    ClaimsStep.Claims read =
        quoted(
            "There is a mass and the heart is large today.",
            "a mass/finding",
            "the heart is large/finding");
    assertEquals(0, read.unquoted());
    assertEquals(List.of("a mass", "the heart is large"), texts(read));
  }

  @Test
  void quoteGetsTheSpanOfTheReport() throws Exception {
    List<Claim> claims =
        claims(
            "{'claims':[{'sentence':2,'quote':'XXX has a mass','type':'finding'},"
                + "{'sentence':1,'quote':'no pneumothorax','type':'absence'},"
                + "{'sentence':1,'quote':'No effusion','type':'absence'}]}");
    assertEquals(
        List.of(
            "No effusion",
            "no\n  pneumothorax",
            "Doe has a mass",
            "A mass ---------- is seen [img-1]."),
        claims.stream().map(Claim::text).toList(),
        "in order of the text, verbatim, the mask undone");
    for (Claim claim : claims) {
      assertEquals(claim.text(), claim.span().in(TEXT));
    }
    assertEquals(new Span(2, 13), claims.get(0).span(), "code points, not UTF-16");
    assertEquals(ClaimType.ABSENCE, claims.get(0).type());
  }

  @Test
  void sameWordsTwiceAreTwoPlaces() throws Exception {
    List<Claim> claims =
        claims(
            "{'claims':[{'sentence':1,'quote':'no','type':'absence'},"
                + "{'sentence':1,'quote':'no','type':'absence'}]}");
    assertEquals(
        1,
        claims.stream().filter(c -> c.text().equals("no")).count(),
        "there is one 'no' in it: said twice, it is one claim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'claims':[{'sentence':1,'quote':'large effusion','type':'finding'}]}",
        "{'claims':[{'sentence':2,'quote':'No effusion','type':'absence'}]}",
        "{'claims':[{'sentence':1,'quote':'no effusion','type':'absence'}]}",
        "{'claims':[{'sentence':9,'quote':'No effusion','type':'absence'}]}",
        "{'claims':[{'sentence':1,'quote':'   ','type':'absence'}]}"
      })
  void quoteThatIsNotInItsSentenceIsRefused(String json) {
    InvalidAnswer refusal = assertThrows(InvalidAnswer.class, () -> claims(json));
    assertFalse(refusal.getMessage().contains("effusion"), "nothing of the report in it");
  }

  @Test
  void sentenceWithoutAClaimIsOneItself() throws Exception {
    ClaimsStep.Claims read =
        reader(REPORT, SENTENCES)
            .read(json("{'claims':[{'sentence':2,'quote':'XXX has a mass','type':'finding'}]}"));
    assertEquals(2, read.unquoted());
    assertEquals(List.of(1, 2, 3), read.claims().stream().map(Claim::sentence).toList());
    assertEquals(SENTENCES.get(0).text(), read.claims().get(0).text());
    assertEquals(ClaimType.ABSENCE, read.claims().get(0).type(), "by its words");
    assertEquals(List.of(1, 2, 3), read.claims().stream().map(Claim::number).toList());
  }

  @Test
  void quoteOfPunctuationIsNoClaimAndCoversNothing() throws Exception {
    assertEquals(
        List.of("a mass"), texts(quoted("A mass, a mass.", "a mass/finding", "./finding")));
    ClaimsStep.Claims alone = quoted("There is a mass.", "./finding");
    assertEquals(List.of("There is a mass."), texts(alone));
    assertEquals(1, alone.unquoted());
  }

  @Test
  void sentenceWithoutAWordIsNoClaim() throws Exception {
    Sentence dots = sentence(4, "---------- ");
    ClaimsStep.Claims read =
        reader(REPORT, List.of(SENTENCES.get(1), dots))
            .read(json("{'claims':[{'sentence':2,'quote':'a mass','type':'finding'}]}"));
    assertEquals(0, read.unquoted());
    assertEquals(1, read.claims().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The lungs are abnormal.|normal",
        "The heart is enlarged.|large",
        "A mass of 12 cm.|2 cm",
        "A mass of 1.5 cm.|5 cm",
        "Zwei Säcke.|cke"
      })
  void pieceOfAWordIsNoQuote(String sentence, String quote) {
    InvalidAnswer refusal =
        assertThrows(InvalidAnswer.class, () -> quoted(sentence, quote + "/finding"));
    assertEquals(
        "A quote for sentence 1 does not stand in it letter by letter.", refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No pneumothorax.|pneumothorax|finding",
        "There is no evidence of a pneumothorax.|pneumothorax|finding",
        "There is NO evidence of a pneumothorax.|evidence of a pneumothorax|finding",
        "Negative for acute fracture.|fracture|finding",
        "A non-displaced fracture.|displaced fracture|finding",
        "The effusion isn't large.|large|finding",
        "No effusion, mass or acute pneumothorax.|pneumothorax|finding",
        "Pneumothorax is not seen.|Pneumothorax|finding",
        "The effusion has now completely resolved.|effusion|finding",
        "A fracture was ruled out.|A fracture|finding"
      })
  void negationBelongsToTheQuote(String sentence, String quote, String type) {
    InvalidAnswer refusal =
        assertThrows(InvalidAnswer.class, () -> quoted(sentence, quote + "/" + type));
    assertEquals(
        "A quote for sentence 1 leaves out its negation. The negation belongs to the quote.",
        refusal.getMessage());
  }

  @Test
  void quoteBehindAnotherNegationStands() throws Exception {
    assertEquals(
        List.of("no pneumothorax", "pneumothorax before"),
        quoted(
                "There is no pneumothorax; pneumothorax before.",
                "no pneumothorax/absence",
                "pneumothorax before/finding")
            .claims()
            .stream()
            .map(Claim::text)
            .toList());
    assertEquals(
        List.of("There is no mass but pneumothorax.", "pneumothorax"),
        quoted("There is no mass but pneumothorax.", "pneumothorax/finding").claims().stream()
            .map(Claim::text)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No effusion, but mass or abscess.|abscess",
        "No effusion is seen; scar or mass.|mass",
        "A scar or mass.|mass",
        "The heart is enlarged, not displaced.|The heart is enlarged",
        "A mass is not calcified.|A mass",
        "A pneumothorax is not excluded.|A pneumothorax"
      })
  void negationThatIsOverIsNoMatter(String sentence, String quote) throws Exception {
    assertTrue(texts(quoted(sentence, quote + "/finding")).contains(quote));
  }

  @Test
  void absenceInAListKeepsItsNegation() throws Exception {
    assertEquals(
        List.of("No effusion", "No effusion, mass or pneumothorax"),
        quoted("No effusion, mass or pneumothorax.", "No effusion/absence", "pneumothorax/absence")
            .claims()
            .stream()
            .map(Claim::text)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "There is no pleural effusion.|pleural effusion|no pleural effusion",
        "No pneumothorax.|pneumothorax|No pneumothorax",
        "No pneumothorax is seen but the effusion is large and the heart is normal."
            + "|heart is normal|heart is normal"
      })
  void absenceTakesInTheNegationThatReachesItAndNoOther(String sentence, String quote, String claim)
      throws Exception {
    List<String> texts = new ArrayList<>(texts(quoted(sentence, quote + "/absence")));
    texts.remove(sentence);
    assertEquals(List.of(claim), texts);
  }

  private static final List<Claim> CLAIMS =
      List.of(
          new Claim(1, 1, Section.FINDINGS, ClaimType.ABSENCE, new Span(2, 13), "No effusion"),
          new Claim(2, 2, Section.FINDINGS, ClaimType.FINDING, new Span(40, 50), "Doe has a mass"));
  private static final List<Finding> FINDINGS =
      List.of(
          new Finding("F1.1", "1.2.3", "mass", "left", 0.8, "white"),
          new Finding("F1.2", "1.2.3", "line", "right", 0.5, "thin"));

  private static List<AlignmentStep.Judgement> align(String json) throws Exception {
    return new AlignmentStep.Reader(CLAIMS, FINDINGS, Verdict.Basis.MODEL_WITH_IMAGE)
        .read(json(json));
  }

  private static String judgement(int claim, String findings) {
    return "{'claim':"
        + claim
        + ",'evidence':'seen','findings':["
        + findings
        + "],'label':'supported','probability':0.9}";
  }

  @Test
  void alignmentIsOnePerClaimInOrder() throws Exception {
    List<AlignmentStep.Judgement> judgements =
        align("{'judgements':[" + judgement(2, "'F1.1'") + "," + judgement(1, "") + "]}");
    assertEquals(List.of(1, 2), judgements.stream().map(j -> j.claim()).toList());
    assertEquals(List.of(1, 0), judgements.stream().map(j -> j.place()).toList());
    assertEquals(Label.SUPPORTED, judgements.get(0).label());
    assertEquals(List.of("F1.1"), judgements.get(1).findings());
  }

  @Test
  void confidenceIsTheProbabilityOfTheLabelWhereThereIsOne() throws Exception {
    List<AlignmentStep.Judgement> judgements =
        align("{'judgements':[" + judgement(2, "") + "," + judgement(1, "") + "]}");
    ChoiceProbabilities choices =
        new ChoiceProbabilities(
            Map.of(
                "/judgements/0/label",
                Map.of("supported", 0.6, "uncertain", 0.3, "needs_review", 0.1)));
    Verdict second = judgements.get(1).verdict(choices);
    assertEquals(2, second.claim(), "judged first");
    assertEquals(0.6, second.confidence());
    assertEquals(ConfidenceBasis.TOKEN_PROBABILITY, second.confidenceBasis());
    Verdict first = judgements.get(0).verdict(choices);
    assertEquals(0.9, first.confidence(), "nothing was told of it: the model's own number");
    assertEquals(ConfidenceBasis.SELF_REPORTED, first.confidenceBasis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "twice", "unknown claim", "unknown finding"})
  void alignmentThatLiesWithinTheSchemaIsRefused(String lie) {
    String one = judgement(1, "");
    String json =
        switch (lie) {
          case "missing" -> "{'judgements':[" + one + "]}";
          case "twice" -> "{'judgements':[" + one + "," + one + "]}";
          case "unknown claim" -> "{'judgements':[" + one + "," + judgement(3, "") + "]}";
          default -> "{'judgements':[" + one + "," + judgement(2, "'F7.1'") + "]}";
        };
    InvalidAnswer refusal = assertThrows(InvalidAnswer.class, () -> align(json));
    assertTrue(refusal.getMessage().endsWith("."), refusal.getMessage());
  }
}
