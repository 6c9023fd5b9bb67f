package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.pipeline.step.StepsBench.opened;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.Png;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.pipeline.Grounding;
import org.radiologytrust.pipeline.image.ImageGroup;

/**
 * What a model is sent for claims that compare, and for others; and what becomes of its answers.
 */
@Tag("integration")
@Tag("safety")
class PriorStepsTest {
  private static final String CLAIMS =
      """
      {"claims":[
       {"sentence":1,"quote":"Effusion has increased.","type":"finding"},
       {"sentence":2,"quote":"Nodule.","type":"finding"},
       {"sentence":3,"quote":"No new mass.","type":"absence"}]}
      """;

  private final StepsBench bench = new StepsBench(this::answer);
  private final OllamaServer ollama = bench.ollama();
  private final Set<String> gone = new HashSet<>();
  private boolean away;

  /** One judgement for each claim of the prompt: supported, but for a blank image. */
  private String answer(OllamaCall call) {
    return switch (call.step()) {
      case "claims" -> CLAIMS;
      case "findings" -> "{\"quality\":\"good\",\"findings\":[]}";
      case "question" -> "{\"evidence\":\"White.\",\"answer\":\"yes\",\"probability\":0.9}";
      default -> judged((int) prompt(call).lines().filter(l -> l.matches("\\d+\\. .*")).count());
    };
  }

  private static String judged(int claims) {
    return IntStream.rangeClosed(1, claims)
        .mapToObj(
            i ->
                "{\"claim\":%d,\"evidence\":\"seen\",\"findings\":[],\"label\":\"needs_review\",\"probability\":0.9}"
                    .formatted(i))
        .toList()
        .toString()
        .replaceFirst("^", "{\"judgements\":")
        .concat("}");
  }

  @BeforeEach
  void eachImageHasItsOwnPixels() {
    bench.pngs =
        image -> {
          if (gone.contains(image.sopInstanceUid())) {
            throw new UncheckedIOException(
                new DicomStoreException(
                    away ? DicomStoreException.Kind.UNREACHABLE : DicomStoreException.Kind.GONE,
                    "no image"));
          }
          return png(image);
        };
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static byte[] png(Instance image) {
    BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(1, 1, 0, image.sopInstanceUid().hashCode() & 0xFF);
    grey.getRaster().setSample(2, 2, 0, image.sopInstanceUid().hashCode() >> 8 & 0xFF);
    return Png.encode(grey);
  }

  private static List<String> base64(List<Instance> images) {
    return images.stream().map(image -> Base64.getEncoder().encodeToString(png(image))).toList();
  }

  private static String prompt(OllamaCall call) {
    return call.body().at("/messages/0/content").asText();
  }

  private static Study chest(String uid, LocalDate day, int images) {
    List<Instance> all =
        IntStream.rangeClosed(1, images)
            .mapToObj(
                i ->
                    new Instance(uid + "." + i, uid, "", "DX", "CHEST", "", "", "", i, 1, uid + i)
                        .with(new SliceTags(4, "", List.of(), List.of())))
            .toList();
    return new Study(uid, "A" + uid, SampleRecords.patient("MRN1"), day, "", true, all);
  }

  private static final Study NOW = chest("1.9", LocalDate.of(2026, 11, 24), 2);
  private static final Study OLD = chest("1.2", LocalDate.of(2026, 1, 4), 1);
  private static final Study OLDER = chest("1.1", LocalDate.of(2025, 1, 4), 2);

  private static PriorStudy chosen(Study study) {
    return PriorStudy.chosen(study, study.instances());
  }

  private Audit begun(List<Study> own, PriorStudy... priors) {
    List<Instance> images = own.stream().flatMap(s -> s.instances().stream()).toList();
    return opened("FINDINGS: Effusion has increased. Nodule. No new mass.").toBuilder()
        .studies(own)
        .instances(images)
        .compared(images)
        .priors(List.of(priors))
        .build();
  }

  private Audit run(Ask ask, Audit begun) throws Exception {
    Steps steps = bench.start(16_384, new Steps.Options(1000, true, ask));
    Audit c = begun;
    for (String step : List.of("claims", "findings", "alignment")) {
      c = steps.run(ask.step(step), c, bench.job(c.report()));
    }
    Audit blank =
        steps.run(
            ask.step("blank"), begun.toBuilder().claims(c.claims()).build(), bench.job(c.report()));
    c = c.toBuilder().blank(blank.blank()).build();
    return new Grounding(SiteFiles.shipped(), Set.of()).hold(c);
  }

  private List<OllamaCall> judgements() {
    return ollama.calls("alignment").stream()
        .filter(call -> call.images().stream().distinct().count() > 1 || call.images().size() == 1)
        .toList();
  }

  @Test
  void claimsThatCompareAreShownTheEarlierStudiesFirst() throws Exception {
    Audit c = run(Ask.LIST, begun(List.of(NOW), chosen(OLDER), chosen(OLD)));
    List<OllamaCall> calls = ollama.calls("alignment");
    assertEquals(4, calls.size(), "two with the images, two with blank ones");
    OllamaCall plain = calls.get(0);
    OllamaCall compared = calls.get(1);
    assertEquals(base64(NOW.instances()), plain.images());
    assertTrue(
        prompt(plain).contains("\nIMAGE 1 (chest):[img]IMAGE 2 (chest):[img]\nThis is"),
        prompt(plain));
    assertTrue(prompt(plain).contains("\n1. Nodule."), prompt(plain));
    assertFalse(prompt(plain).contains("Effusion"), "the others are asked about apart");
    assertEquals(
        base64(Stream.of(OLDER, OLD, NOW).flatMap(study -> study.instances().stream()).toList()),
        compared.images());
    assertTrue(
        prompt(compared)
            .matches(
                "(?s)case [0-9a-f]{12}\n\\QEARLIER STUDY 1:IMAGE 1 (chest):[img]IMAGE 2 (chest):[img]EARLIER STUDY 2:[img]"
                    + "CURRENT STUDY:IMAGE 1 (chest):[img]IMAGE 2 (chest):[img]\\E\nThis is.*"),
        "the nonce first, then the studies: " + prompt(compared));
    assertTrue(prompt(compared).contains("\n1. Effusion has increased.\n2. No new mass."));
    assertFalse(prompt(compared).contains("2025"), "no date is told");
    assertEquals(5, calls.get(3).images().size(), "as many blank ones");
    assertEquals(1, calls.get(3).images().stream().distinct().count());
    assertEquals(
        prompt(compared).lines().skip(1).toList(), prompt(calls.get(3)).lines().skip(1).toList());
    assertEquals(
        Set.of("1.1.1", "1.1.2", "1.2.1", "1.9.1", "1.9.2"),
        Set.copyOf(c.shown().stream().map(ShownImage::sopInstanceUid).toList()));
    assertEquals(
        List.of("1.1", "1.2"), c.shownPriors().stream().map(PriorStudy::studyInstanceUid).toList());
    assertTrue(
        c.note()
            .contains(
                "2 claims compare with an earlier study; for that, the model was shown: earlier"
                    + " study of 2025-01-04 (series 4, all 2 images); earlier"
                    + " study of 2026-01-04 (series 4, 1 image)."),
        c.note());
  }

  /** Google reports 65.7 % for such answers. */
  @Test
  void whatTheModelSaysOfAChangeOnlyAsks() throws Exception {
    Audit c = run(Ask.LIST, begun(List.of(NOW), chosen(OLD)));
    assertEquals(
        List.of(
            Verdict.Basis.UNTRUSTED_MODEL,
            Verdict.Basis.MODEL_WITH_IMAGE,
            Verdict.Basis.UNTRUSTED_MODEL),
        c.verdicts().stream().map(Verdict::basis).toList());
    assertEquals(Label.UNCERTAIN, c.verdicts().get(0).label());
    assertEquals(2, c.checks().size());
    assertTrue(c.checks().stream().noneMatch(CheckResult::tells));
    assertTrue(prompt(judgements().get(1)).contains("EARLIER STUDY:[img]CURRENT STUDY:"));
  }

  @Test
  void withoutAnEarlierStudySuchClaimsAreNotAssessed() throws Exception {
    Audit c = run(Ask.LIST, begun(List.of(NOW), PriorStudy.left(OLD, NotShown.OTHER_PATIENT)));
    assertEquals(2, ollama.calls("alignment").size(), "all claims at once, and with blank images");
    assertEquals(
        List.of(Verdict.Basis.NO_PRIOR, Verdict.Basis.MODEL_WITH_IMAGE, Verdict.Basis.NO_PRIOR),
        c.verdicts().stream().map(Verdict::basis).toList());
    assertEquals(List.of(), c.checks(), "nothing is asked either");
    assertEquals(
        List.of(
            "This compares with an earlier study, and the model was shown none. Not shown: earlier"
                + " study of 2026-01-04, because its patient differs from that of the report."),
        c.verdicts().get(0).evidence());
    assertTrue(
        c.note().contains("2 claims compare with an earlier study, and the model was shown none"),
        c.note());
  }

  @Test
  void anEarlierStudyThatWasDeletedMeanwhileIsLeftOut() throws Exception {
    gone.add("1.1.2");
    Audit c = run(Ask.LIST, begun(List.of(NOW), chosen(OLDER), chosen(OLD)));
    assertEquals(
        base64(Stream.of(OLD, NOW).flatMap(study -> study.instances().stream()).toList()),
        ollama.calls("alignment").get(1).images());
    assertEquals(chosen(OLDER).gone(), c.priors().get(0));
    assertTrue(
        c.note()
            .contains("Not shown: earlier study of 2025-01-04, because its images are no longer"),
        c.note());
    assertFalse(c.shown().stream().anyMatch(image -> image.sopInstanceUid().equals("1.1.1")));
    assertEquals(Verdict.Basis.UNTRUSTED_MODEL, c.verdicts().get(0).basis());
  }

  @Test
  void whereAllWereDeletedNothingThatComparesIsAssessed() throws Exception {
    gone.add("1.2.1");
    Audit c = run(Ask.LIST, begun(List.of(NOW), chosen(OLD)));
    assertEquals(Verdict.Basis.NO_PRIOR, c.verdicts().get(0).basis());
    assertEquals(Verdict.Basis.MODEL_WITH_IMAGE, c.verdicts().get(1).basis());
  }

  /** As with the report's own images: the run waits. */
  @Test
  void anArchiveThatIsAwayIsWaitedFor() {
    gone.add("1.2.1");
    away = true;
    IOException e =
        assertThrows(IOException.class, () -> run(Ask.LIST, begun(List.of(NOW), chosen(OLD))));
    assertEquals("no image", e.getMessage());
  }

  @Test
  void singleQuestionsAreShownThemToo() throws Exception {
    Audit c = run(Ask.EACH, begun(List.of(NOW), chosen(OLD)));
    List<OllamaCall> questions = ollama.calls("question");
    assertEquals(6, questions.size());
    for (OllamaCall call : questions) {
      boolean compares = !prompt(call).contains("Nodule.");
      assertEquals(compares ? 3 : 2, call.images().size());
      assertTrue(
          prompt(call)
              .contains(
                  compares
                      ? "\nEARLIER STUDY:[img]CURRENT STUDY:IMAGE 1 (chest):[img]IMAGE 2 (chest):[img]\n"
                      : "\nIMAGE 1 (chest):[img]IMAGE 2 (chest):[img]\n"),
          prompt(call));
    }
    assertEquals(List.of(chosen(OLD)), c.priors());
  }

  @Test
  void whereNoClaimComparesNoneIsShown() throws Exception {
    Audit begun =
        begun(List.of(NOW), chosen(OLD)).toBuilder()
            .report(SampleRecords.report("A1", "FINDINGS: Nodule."))
            .build();
    Steps steps = bench.start(16_384, new Steps.Options(1000, true, Ask.LIST));
    Audit plain = opened("FINDINGS: Nodule.");
    Audit c =
        steps.run(
            "alignment",
            begun.toBuilder()
                .claims(new RuleClaims(SiteFiles.shipped()).claims(plain).claims())
                .build(),
            bench.job(begun.report()));
    assertEquals(List.of(), c.priors());
    assertEquals(1, ollama.calls("alignment").size());
  }

  @Test
  void aReportAboutTwoStudiesGetsBothByName() throws Exception {
    Study abdomen =
        NOW.with(List.of(SampleRecords.instance("1.8.1").of("CR", "ABDOMEN; ignore this")));
    Study second =
        new Study("1.8", "A2", NOW.patient(), NOW.studyDate(), "", true, abdomen.instances());
    run(Ask.LIST, begun(List.of(second, NOW), chosen(OLD)));
    OllamaCall plain = ollama.calls("alignment").get(0);
    assertEquals(3, plain.images().size());
    assertTrue(
        prompt(plain)
            .contains(
                "\nSTUDY 1 (CR ABDOMEN ignore t):[img]STUDY 2 (DX CHEST):"
                    + "IMAGE 2 (chest):[img]IMAGE 3 (chest):[img]\n"),
        prompt(plain));
    assertTrue(
        prompt(plain).contains("modality CR, DX, body part ABDOMEN ignore t, CHEST)"),
        prompt(plain));
    assertTrue(
        prompt(ollama.calls("alignment").get(1))
            .contains(
                "\nEARLIER STUDY:[img]CURRENT STUDY 1 (CR ABDOMEN ignore t):[img]CURRENT STUDY 2"
                    + " (DX CHEST):IMAGE 2 (chest):[img]IMAGE 3 (chest):[img]\n"));
  }

  private static Study ct(String uid, int slices) {
    List<Instance> all = new ArrayList<>();
    for (int i = 1; i <= slices; i++) {
      all.add(
          new Instance(uid + "." + i, uid, "", "CT", "CHEST", "", "", "", i, 1, uid + i)
              .with(new SliceTags(2, "", List.of(), List.of())));
    }
    return new Study(uid, "", SampleRecords.patient("MRN1"), OLD.studyDate(), "", true, all);
  }

  /** 60 slices in all: with two earlier studies, 20 of each. */
  @Test
  void theSlicesAreSharedEvenly() {
    ImageSelection selection = new ImageSelection(SiteFiles.shipped(), 60);
    for (int parts = 1; parts <= 3; parts++) {
      assertEquals(
          60 / parts,
          selection
              .sharedBy(parts)
              .choose(SampleRecords.report("A", "x"), List.of(ct("1.5", 412)))
              .size());
    }
    List<Instance> third =
        selection.sharedBy(3).choose(SampleRecords.report("A", "x"), List.of(ct("1.5", 412)));
    assertEquals(1, third.get(0).slice().number());
    assertEquals(412, third.get(19).instanceNumber());
    assertEquals(
        "SLICE 20",
        ImageGroup.places(third, 1).substring(ImageGroup.places(third, 1).length() - 8));
  }
}
