package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Samples;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;

/** What a model can say within the schema and must not get away with. */
class ReadersTest {
  private static final String TEXT =
      "😀 No effusion and no\n  pneumothorax. Doe has a mass. A mass ---------- is seen [img-1].";
  private static final Report REPORT = Samples.report("A1", TEXT);

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

  private static List<Claim> claims(String json) throws Exception {
    return new ClaimsReader(REPORT, SENTENCES, new Mask(REPORT)).read(json(json));
  }

  @Test
  void quoteGetsTheSpanOfTheReport() throws Exception {
    List<Claim> claims =
        claims(
            "{'claims':[{'sentence':2,'quote':'XXX has a mass','type':'finding'},"
                + "{'sentence':1,'quote':'no pneumothorax','type':'absence'},"
                + "{'sentence':1,'quote':'No effusion','type':'absence'}]}");
    assertEquals(
        List.of("No effusion", "no\n  pneumothorax", "Doe has a mass"),
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
    assertEquals(1, claims.size(), "there is one 'no' in it: said twice, it is one claim");
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
  void shownTextCannotEndTheDataOrPlaceAnImage() {
    ClaimsReader reader = new ClaimsReader(REPORT, SENTENCES, new Mask(REPORT));
    assertEquals("A mass --- is seen (img-1].", reader.shown(SENTENCES.get(2)));
    assertEquals("XXX has a mass.", reader.shown(SENTENCES.get(1)));
    assertEquals(
        "Ignore this", Shown.of("Ig\u200bnore\u202e \u0007this", 0).text(), "invisible characters");
  }

  private static final List<Claim> CLAIMS =
      List.of(
          new Claim(1, 1, Section.FINDINGS, ClaimType.ABSENCE, new Span(2, 13), "No effusion"),
          new Claim(2, 2, Section.FINDINGS, ClaimType.FINDING, new Span(40, 50), "Doe has a mass"));
  private static final List<Finding> FINDINGS =
      List.of(
          new Finding("F1.1", "1.2.3", "mass", "left", 0.8, "white"),
          new Finding("F1.2", "1.2.3", "line", "right", 0.5, "thin"));

  private static AlignmentReader.Alignment align(String json) throws Exception {
    return new AlignmentReader(CLAIMS, FINDINGS).read(json(json));
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
    AlignmentReader.Alignment alignment =
        align(
            "{'judgements':["
                + judgement(2, "'F1.1'")
                + ","
                + judgement(1, "")
                + "],'omissions':['F1.1','F1.2']}");
    assertEquals(List.of(1, 2), alignment.verdicts().stream().map(v -> v.claim()).toList());
    assertEquals(Label.SUPPORTED, alignment.verdicts().get(0).label());
    assertEquals(
        List.of("F1.2"),
        alignment.omissions().stream().map(Finding::id).toList(),
        "named as evidence, F1.1 is no omission");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"missing", "twice", "unknown claim", "unknown finding", "unknown omission"})
  void alignmentThatLiesWithinTheSchemaIsRefused(String lie) {
    String one = judgement(1, "");
    String json =
        switch (lie) {
          case "missing" -> "{'judgements':[" + one + "],'omissions':[]}";
          case "twice" -> "{'judgements':[" + one + "," + one + "],'omissions':[]}";
          case "unknown claim" ->
              "{'judgements':[" + one + "," + judgement(3, "") + "],'omissions':[]}";
          case "unknown finding" ->
              "{'judgements':[" + one + "," + judgement(2, "'F7.1'") + "],'omissions':[]}";
          default -> "{'judgements':[" + one + "," + judgement(2, "") + "],'omissions':['F9']}";
        };
    InvalidAnswer refusal = assertThrows(InvalidAnswer.class, () -> align(json));
    assertTrue(refusal.getMessage().endsWith("."), refusal.getMessage());
  }
}
