package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.AuditMerge;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.pipeline.step.StepList;
import org.radiologytrust.pipeline.step.Steps;
import org.radiologytrust.pipeline.step.StepsBench;
import org.radiologytrust.score.Scorer;

/** Reports that do not fit the context: every claim is assessed, or said to be not. */
@Tag("integration")
@Tag("safety")
class LongReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBERED = Pattern.compile("(?m)^(\\d+)\\. (.+)$");
  private static final int SMALL = 4096;

  /** 300 sentences of findings, 100 of impression. */
  private static final String LONG =
      "FINDINGS:\n"
          + sentences(1, 300, "Segment %d of the liver holds a cyst.")
          + "\nIMPRESSION:\n"
          + sentences(301, 400, "Cyst number %d is benign.");

  private final StepsBench bench = new StepsBench(LongReportTest::answer);

  private static String sentences(int from, int to, String format) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> String.format(format, i))
        .collect(Collectors.joining(" "));
  }

  /**
   * Quotes sentences, up to 600 characters; supports what it sees, doubts what is said to be
   * uncertain.
   */
  private static String answer(OllamaCall call) {
    ObjectNode answer = JSON.createObjectNode();
    boolean blank = call.text().contains("Findings:\nnone");
    Matcher line = NUMBERED.matcher(call.text().split("----------")[1]);
    switch (call.step()) {
      case "claims" -> {
        ArrayNode claims = answer.putArray("claims");
        while (line.find()) {
          claims
              .addObject()
              .put("sentence", Integer.parseInt(line.group(1)))
              .put("quote", line.group(2).replaceFirst("(?s)^(.{1,600})(?<!\\s)( .*)?$", "$1"))
              .put("type", "finding");
        }
      }
      case "alignment" -> {
        ArrayNode judgements = answer.putArray("judgements");
        while (line.find()) {
          ObjectNode judgement = judgements.addObject();
          judgement.put("claim", Integer.parseInt(line.group(1)));
          judgement.put("evidence", "It is there.");
          ArrayNode findings = judgement.putArray("findings");
          if (!blank && line.group(2).contains("number 400")) {
            findings.add("F1.1");
          }
          judgement.put("label", blank ? "needs_review" : "supported");
          judgement.put("probability", 0.9);
        }
      }
      case "rewrite" -> {
        ArrayNode rewrites = answer.putArray("rewrites");
        while (line.find()) {
          rewrites
              .addObject()
              .put("claim", Integer.parseInt(line.group(1)))
              .put("text", "Perhaps: " + line.group(2).replaceAll(" \\(uncertain.*", ""));
        }
      }
      default -> answer.put("clinician", "All is well.").put("patient", "All is well.");
    }
    return answer.toString();
  }

  @BeforeEach
  void image() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    bench.png = png.toByteArray();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Steps start(int context) throws Exception {
    return bench.start(context, new Steps.Options(1000, true, Ask.LIST));
  }

  private static Finding finding(String id) {
    return new Finding(id, "1.2.3", "cyst", "liver", 0.9, "dark");
  }

  /** Up to the verdicts, as the routes do it. */
  private Audit aligned(Steps steps, String text) throws Exception {
    return aligned(steps, StepsBench.opened(text));
  }

  private Audit aligned(Steps steps, Audit c) throws Exception {
    Audit claimed = steps.run("claims", c, bench.job(c.report()));
    Audit read =
        claimed.toBuilder()
            .reads(
                List.of(new ImageRead("1.2.3", "good", List.of(finding("F1.1"), finding("F1.2")))))
            .build();
    return new Grounding(SiteFiles.shipped(), Set.of())
        .hold(
            new AuditMerge(StepList.all())
                .merge(
                    read,
                    List.of(
                        steps.run("alignment", read, bench.job(c.report())),
                        steps.run("blank", read, bench.job(c.report())))));
  }

  @Test
  void everySentenceOfALongReportIsAssessedInParts() throws Exception {
    Audit c = aligned(start(SMALL), LONG);
    assertEquals(400, c.claims().size());
    for (Claim claim : c.claims()) {
      assertEquals(claim.text(), claim.span().in(LONG), "spans are those of the report");
    }
    assertEquals("Cyst number 400 is benign.", c.claims().get(399).text());
    assertEquals(
        IntStream.rangeClosed(1, 400).boxed().toList(),
        c.verdicts().stream().map(Verdict::claim).toList());
    assertTrue(c.verdicts().stream().allMatch(v -> v.label() == Label.SUPPORTED));
    assertEquals(
        List.of("F1.2"),
        c.omissions().stream().map(Finding::id).toList(),
        "the last part names F1.1; no part names F1.2");

    for (OllamaCall call : bench.ollama().calls()) {
      int answer = call.body().at("/options/num_predict").asInt();
      double prompt = call.text().length() / 2.5 + 256.0 * call.images().size();
      assertTrue(prompt + answer <= SMALL, prompt + " and " + answer);
      long items = NUMBERED.matcher(call.text().split("----------")[1]).results().count();
      assertTrue(answer >= items * (call.step().equals("claims") ? 60 : 110), items + " items");
    }
    int claimParts = bench.ollama().calls("claims").size();
    assertTrue(claimParts >= 8, "parts: " + claimParts);
    assertEquals(
        1,
        bench.ollama().calls("claims").stream()
            .filter(call -> call.text().contains("----------\n301. Cyst number 301 "))
            .count(),
        "a part begins with the section");
    for (OllamaCall call : bench.ollama().calls("alignment")) {
      assertTrue(call.text().contains("Claims:\n1. "), "numbers are those of the part");
    }
    assertEquals(
        bench.ollama().calls().size(), c.models().stream().mapToInt(ModelUse::calls).sum());
    assertEquals(
        List.of("alignment", "blank", "claims"),
        c.models().stream().map(ModelUse::step).distinct().sorted().toList());
  }

  @Test
  void runGoesOnInTheMiddleOfTheParts() throws Exception {
    Steps steps = start(SMALL);
    AtomicInteger alignments = new AtomicInteger();
    bench
        .ollama()
        .script()
        .always(
            call -> call.step().equals("alignment") && alignments.incrementAndGet() == 5,
            OllamaFault.http(400, "no"));
    assertThrows(ModelFailure.class, () -> aligned(steps, LONG));
    int before = bench.ollama().calls().size();
    Audit c = aligned(steps, LONG);
    assertEquals(400, c.verdicts().size());
    int parts = c.models().stream().mapToInt(ModelUse::calls).sum();
    assertEquals(parts - (before - 1), bench.ollama().calls().size() - before, "none twice");
  }

  @Test
  void branchOfARunThatHasEndedAsksNoMore() throws Exception {
    Steps steps = start(SMALL);
    Audit c = StepsBench.opened(LONG);
    Audit claimed = steps.run("claims", c, bench.job(c.report()));
    AtomicInteger parts = new AtomicInteger();
    bench
        .ollama()
        .script()
        .always(
            call -> {
              if (call.step().equals("alignment") && parts.incrementAndGet() == 2) {
                bench.end();
              }
              return false;
            },
            OllamaFault.http(400, "no"));
    JobQueue.Job job = bench.job(c.report());
    assertThrows(InterruptedException.class, () -> steps.run("blank", claimed, job));
    assertEquals(2, bench.ollama().calls("alignment").size(), "the part that was under way");
    JobQueue.Job again = bench.job(c.report());
    assertThrows(
        InterruptedException.class,
        () -> steps.run("blank", claimed, job),
        "though the same run has begun again");
    assertEquals(400, steps.run("blank", claimed, again).blank().size());
  }

  @Test
  void keptAnswerKeepsItsProbabilities() throws Exception {
    Steps steps = start(65536);
    bench
        .ollama()
        .odds(
            (call, position, label) ->
                Map.of("supported", 0.6, "uncertain", 0.15, "needs_review", 0.05));
    String text = "FINDINGS: There is a cyst.";
    Verdict first = aligned(steps, text).verdicts().get(0);
    assertEquals(ConfidenceBasis.TOKEN_PROBABILITY, first.confidenceBasis());
    assertEquals(0.6, first.confidence(), 1e-9, "the token alone, as it was asked");
    int calls = bench.ollama().calls().size();
    assertEquals(first, aligned(steps, text).verdicts().get(0));
    assertEquals(calls, bench.ollama().calls().size(), "all were kept");
  }

  @Test
  void serverThatTellsNoProbabilityLeavesTheModelsOwnNumber() throws Exception {
    Steps steps = start(65536);
    bench.ollama().odds((call, position, label) -> Map.of());
    Verdict verdict = aligned(steps, "FINDINGS: There is a cyst.").verdicts().get(0);
    assertEquals(ConfidenceBasis.SELF_REPORTED, verdict.confidenceBasis());
  }

  @Test
  void sentenceThatFitsNoCallIsSaidToBeNotAssessed() throws Exception {
    Steps steps = start(8192);
    String endless = "The liver holds a cyst" + ", another and a third".repeat(1500) + ".";
    assertTrue(endless.length() > 30_000);
    String text = "FINDINGS: There is a cyst. " + endless + " The liver is large.";
    Audit c = aligned(steps, StepsBench.opened(text, 100_000));
    assertEquals(
        List.of("There is a cyst.", endless, "The liver is large."),
        c.claims().stream().map(Claim::text).toList());
    assertEquals(Label.SUPPORTED, c.verdicts().get(0).label());
    assertEquals(Label.SUPPORTED, c.verdicts().get(2).label());
    Verdict lost = c.verdicts().get(1);
    assertNull(lost.label());
    assertEquals(
        List.of("The claim is too long to be shown to the model together with the images."),
        lost.evidence());
    assertTrue(c.note().contains("and not assessed: 1 claim. Possible omissions may be"), c.note());
    assertEquals(2, c.omissions().size());
    Audit scored = new Scorer().score(c);
    assertNull(scored.score().value());
    assertEquals(1, scored.score().notAssessed());
  }

  @Test
  void endlessSentenceIsCutAndJudgedPieceByPiece() throws Exception {
    String endless = "The liver holds a cyst" + ", another and a third".repeat(1500) + ".";
    String text = "FINDINGS: " + endless;
    Audit c = aligned(start(8192), text);
    assertTrue(c.claims().size() >= 30, "pieces: " + c.claims().size());
    assertTrue(c.verdicts().stream().allMatch(v -> v.label() == Label.SUPPORTED));
    BitSet judged = new BitSet();
    c.claims().forEach(k -> judged.set(k.span().start(), k.span().end()));
    assertEquals(
        "",
        IntStream.range("FINDINGS: ".length(), text.length())
            .filter(i -> !judged.get(i) && !Character.isWhitespace(text.charAt(i)))
            .mapToObj(i -> String.valueOf(text.charAt(i)))
            .collect(Collectors.joining()),
        "though the model quotes no more than 600 characters of a piece");
  }

  @Test
  void contextThatIsTooSmallForTheStepIsNotTheClaimsFault() throws Exception {
    Steps steps = start(300);
    Audit c = StepsBench.opened("FINDINGS: There is a cyst.");
    ModelFailure failure =
        assertThrows(ModelFailure.class, () -> steps.run("claims", c, bench.job(c.report())));
    assertEquals(ModelFailure.Reason.PROMPT_TOO_LONG, failure.reason());
    assertTrue(
        failure.getMessage().matches(".*the question needs about \\d+ tokens; .* is 300"),
        failure.getMessage());
  }

  /** 400 claims, of which the last ones are uncertain. */
  private Audit judged(int uncertain) {
    Audit c = StepsBench.opened(LONG);
    List<Claim> claims =
        new RuleClaims(org.radiologytrust.files.SiteFiles.shipped()).sentences(c).claims();
    return c.toBuilder()
        .claims(claims)
        .verdicts(
            claims.stream()
                .map(
                    k ->
                        new Verdict(
                            k.number(),
                            k.number() > 400 - uncertain ? Label.UNCERTAIN : Label.SUPPORTED,
                            0.9,
                            ConfidenceBasis.SELF_REPORTED,
                            Verdict.Basis.MODEL_WITH_IMAGE,
                            List.of("It may be one."),
                            List.of()))
                .toList())
        .build();
  }

  @Test
  void manyUncertainClaimsAreRewordedInParts() throws Exception {
    Steps steps = start(65536);
    Audit c = judged(50);
    List<Rewrite> rewrites = steps.run("rewrite", c, bench.job(c.report())).rewrites();
    assertEquals(3, bench.ollama().calls("rewrite").size(), "21 go into one answer");
    assertEquals(
        IntStream.rangeClosed(351, 400).boxed().toList(),
        rewrites.stream().map(Rewrite::claim).toList());
    assertEquals("Perhaps: Cyst number 351 is benign.", rewrites.get(0).text());
    assertEquals(Section.IMPRESSION, c.claims().get(350).section());
  }

  @Test
  void withoutTheProbeNobodyIsAskedAboutBlankImages() throws Exception {
    Steps steps = bench.start(65536, new Steps.Options(1000, false, Ask.LIST));
    Audit c = aligned(steps, "FINDINGS: There is a cyst.");
    assertEquals(1, bench.ollama().calls("alignment").size());
    assertTrue(c.note().contains("No probe with blank images was made"), c.note());
    assertEquals(Label.SUPPORTED, c.verdicts().get(0).label());
  }
}
