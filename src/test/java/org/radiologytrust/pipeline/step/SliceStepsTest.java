package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.pipeline.step.StepsBench.opened;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.images.Png;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.pipeline.image.ImageGroup;

/** What a model is sent of a stack of slices: order, labels, sizes, nonce, and what comes first. */
@Tag("integration")
@Tag("safety")
class SliceStepsTest {
  private static final String SEEN =
      "{\"quality\":\"good\",\"findings\":[{\"description\":\"nodule\",\"location\":\"right\","
          + "\"cue\":\"dense\",\"probability\":0.9}]}";
  private static final String JUDGED =
      "{\"judgements\":[{\"claim\":1,\"evidence\":\"seen\",\"findings\":[],\"label\":"
          + "\"supported\",\"probability\":0.9}]}";

  private final Map<String, String> answers =
      Map.of(
          "claims",
          "{\"claims\":[{\"sentence\":1,\"quote\":\"Nodule.\",\"type\":\"finding\"}]}",
          "findings",
          SEEN,
          "alignment",
          JUDGED,
          "question",
          "{\"evidence\":\"White.\",\"answer\":\"yes\",\"probability\":0.9}");
  private final StepsBench bench = new StepsBench(call -> answers.get(call.step()));
  private final OllamaServer ollama = bench.ollama();
  private Steps steps;

  @BeforeEach
  void eachImageHasItsOwnPixels() {
    bench.pngs = image -> Png.encode(grey(image));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static BufferedImage grey(Instance image) {
    BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(1, 1, 0, image.instanceNumber());
    grey.getRaster().setSample(2, 2, 0, image.shownFrame());
    return grey;
  }

  private static List<Instance> stack(String uid, int series, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                new Instance(uid + "." + i, uid, "", "CT", "CHEST", "", "", "", 100 - i, 1, uid + i)
                    .with(new SliceTags(series, "", List.of(), List.of()))
                    .as(new Slice(0, i)))
        .toList();
  }

  private Audit run(int context, List<Instance> images) throws Exception {
    return run(context, images, Ask.LIST);
  }

  private Audit run(int context, List<Instance> images, Ask ask) throws Exception {
    steps = bench.start(context, new Steps.Options(1000, true, ask));
    Audit c = opened("FINDINGS: Nodule.").toBuilder().instances(images).build();
    for (String step : List.of("claims", "findings", "alignment", "blank")) {
      c = steps.run(ask.step(step), c, bench.job(c.report()));
    }
    return c;
  }

  private static List<String> sent(OllamaCall call) {
    return call.images();
  }

  private static String prompt(OllamaCall call) {
    return call.body().at("/messages/0/content").asText();
  }

  private List<String> base64(List<Instance> images) {
    return images.stream()
        .map(image -> Base64.getEncoder().encodeToString(bench.pngs.apply(image)))
        .toList();
  }

  private static String labels(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "[img]SLICE " + i)
        .collect(Collectors.joining());
  }

  @Test
  void aStackIsOneCallOfLabelledSlicesInOrder() throws Exception {
    List<Instance> slices = stack("1.3", 3, 85);
    Audit c = run(32_768, slices);
    OllamaCall findings = ollama.calls("findings").get(0);
    assertEquals(1, ollama.calls("findings").size());
    assertEquals(base64(slices), sent(findings));
    String prompt = prompt(findings);
    assertTrue(
        prompt.matches("(?s)case [0-9a-f]{12}\n\\Q" + labels(85) + "\\E\nThis is a stack of.*"),
        "the nonce first, then the slices: " + prompt);
    assertTrue(prompt.contains("This is a stack of 85 slices, in order, of a radiology study"));
    assertFalse(prompt.contains("frontal"), prompt);
    List<OllamaCall> alignments = ollama.calls("alignment");
    assertEquals(2, alignments.size(), "with the images, and with blank ones");
    assertEquals(base64(slices), sent(alignments.get(0)));
    assertEquals(85, sent(alignments.get(1)).size());
    assertEquals(1, sent(alignments.get(1)).stream().distinct().count(), "all blank");
    for (OllamaCall call : alignments) {
      assertTrue(prompt(call).contains("\n" + labels(85) + "\nThis is"));
      assertEquals(32_768, call.body().at("/options/num_ctx").asInt());
    }
    assertEquals(3, nonces(List.of(findings, alignments.get(0), alignments.get(1))));
    assertEquals("1.3.43", c.reads().get(0).sopInstanceUid(), "the slice in the middle");
    assertEquals("F1.1", c.reads().get(0).findings().get(0).id());
    assertEquals(85, c.shown().stream().map(ShownImage::sopInstanceUid).distinct().count());
    assertEquals(
        Texts.sha256(bench.pngs.apply(slices.get(6))),
        c.shown().stream()
            .filter(shown -> shown.sopInstanceUid().equals("1.3.7"))
            .findFirst()
            .orElseThrow()
            .sha256());
  }

  @Test
  void aFindingIsOnTheSliceThatTheModelNames() {
    ImageGroup stack = ImageGroup.of(stack("1.3", 3, 85)).get(0);
    assertEquals("1.3.7", stack.named("right upper lobe, slice 7; nodule").sopInstanceUid());
    assertEquals("1.3.7", stack.named("SLICE 7 to slice 9").sopInstanceUid());
    assertEquals("1.3.43", stack.named("right; nodule").sopInstanceUid(), "the middle");
    assertEquals("1.3.43", stack.named("slice 86").sopInstanceUid());
    assertEquals("1.3.43", stack.named("slice 0").sopInstanceUid());
  }

  private static long nonces(List<OllamaCall> calls) {
    return calls.stream().map(call -> prompt(call).lines().findFirst()).distinct().count();
  }

  @Test
  void aRadiographStaysOneCallOfItsOwn() throws Exception {
    List<Instance> images = new ArrayList<>(stack("1.3", 3, 6));
    images.add(SampleRecords.instance("1.9.1"));
    images.add(SampleRecords.instance("1.9.2"));
    Audit c = run(16_384, images);
    assertEquals(
        List.of(1, 1, 6),
        ollama.calls("findings").stream().map(call -> sent(call).size()).sorted().toList());
    assertEquals(8, sent(ollama.calls("alignment").get(0)).size());
    assertTrue(
        prompt(ollama.calls("alignment").get(0))
            .contains(
                "\n" + labels(6) + "IMAGE 1 (chest, PA):[img]IMAGE 2 (chest, PA):[img]\nThis is"));
    assertEquals(
        List.of("1.3.4", "1.9.1", "1.9.2"),
        c.reads().stream().map(r -> r.sopInstanceUid()).toList());
  }

  @Test
  void aQuestionAboutOneClaimHasTheLabelledSlices() throws Exception {
    List<Instance> slices = stack("1.3", 3, 6);
    run(16_384, slices, Ask.EACH);
    List<OllamaCall> questions = ollama.calls("question");
    assertEquals(2, questions.size(), "with the images, and with blank ones");
    assertEquals(base64(slices), sent(questions.get(0)));
    for (OllamaCall call : questions) {
      assertTrue(prompt(call).contains("\n" + labels(6) + "\nThis is"), prompt(call));
    }
  }

  @Test
  void twoSeriesAreNamed() throws Exception {
    run(16_384, Stream.concat(stack("1.3", 3, 5).stream(), stack("1.4", 7, 5).stream()).toList());
    assertEquals(2, ollama.calls("findings").size());
    assertTrue(
        prompt(ollama.calls("alignment").get(0))
            .contains("\nSERIES 3:" + labels(5) + "SERIES 7:" + labels(5) + "\n"));
  }

  @Test
  void whatAStackLacksStandsBehindItsSlices() throws Exception {
    List<Instance> slices = new ArrayList<>(stack("1.3", 3, 6));
    slices.set(4, slices.get(4).as(new Slice(0, 5, 4)));
    String lack = "\n4 places are missing between slices 4 and 5.\n";
    run(16_384, slices);
    assertTrue(
        prompt(ollama.calls("findings").get(0)).contains(labels(6) + lack + "\nThis is a stack"));
    assertEquals(2, ollama.calls("alignment").size());
    for (OllamaCall call : ollama.calls("alignment")) {
      assertTrue(prompt(call).contains(labels(6) + lack + "\nThis is"), prompt(call));
      assertEquals(6, sent(call).size());
    }
    run(16_384, slices, Ask.EACH);
    assertTrue(prompt(ollama.calls("question").get(0)).contains(labels(6) + lack + "\nThis is"));
  }

  @Test
  void framesOfOneObjectAreRecordedByTheirNumbers() throws Exception {
    Instance object = new Instance("1.5", "1", "", "CT", "", "", "", "", 1, 40, "id");
    List<Instance> frames =
        IntStream.range(0, 5).mapToObj(i -> object.as(new Slice(30 - 2 * i, i + 1))).toList();
    Audit c = run(16_384, frames);
    assertEquals(
        List.of(30, 28, 26, 24, 22), c.shown().stream().map(ShownImage::frame).distinct().toList());
    assertEquals(base64(frames), sent(ollama.calls("findings").get(0)));
  }

  /** Not fewer slices without a word: the audit says why there is none. */
  @Test
  void aContextThatIsTooSmallIsTold() {
    ModelFailure refused = assertThrows(ModelFailure.class, () -> run(8192, stack("1.3", 3, 85)));
    assertEquals(Reason.PROMPT_TOO_LONG, refused.reason());
    assertTrue(
        refused.getMessage().contains("21760 of them for 85 images; rtl.model.context is 8192"),
        refused.getMessage());
    assertTrue(ollama.calls("findings").isEmpty());
  }

  @Test
  void shownAndNotShownAreNamedBySeriesAndNumber() {
    List<Instance> all = new ArrayList<>(stack("1.3", 3, 20));
    Instance scout =
        new Instance("1.1.1", "1.1", "", "CT", "", "", "", "", 1, 1, "s")
            .with(new SliceTags(1, "", List.of(), List.of()));
    all.add(scout);
    Study study = new Study("1", "A", null, null, "", true, all);
    ImageCoverage some =
        ImageCoverage.of(List.of(study), List.of(all.get(0), all.get(1), all.get(2), all.get(9)));
    assertEquals("4 of 21 images", some.words());
    assertEquals("series 3, images 90, 97-99; not shown: series 1 (1 image)", some.slices());
    ImageCoverage whole = ImageCoverage.of(List.of(study), all.subList(0, 20));
    assertEquals("series 3, all 20 images; not shown: series 1 (1 image)", whole.slices());
    assertEquals("", ImageCoverage.of(List.of(study), List.of(scout)).slices());
    assertFalse(ImageCoverage.of(List.of(study), all).partly());
  }
}
