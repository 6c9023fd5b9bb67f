package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.pipeline.step.StepsBench.opened;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.Png;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.pipeline.image.ImageGroup;
import org.radiologytrust.pipeline.image.ImageName;

/** What a model is told of each image, and which side of the body it is not asked about. */
@Tag("integration")
class ImageNamesTest {
  private final StepsBench bench = new StepsBench(this::supported);
  private final OllamaServer ollama = bench.ollama();

  /** A model that finds all as the report says, whatever it is shown. */
  private String supported(OllamaCall call) {
    long claims = call.text().lines().filter(line -> line.matches("\\d+\\. .*")).count();
    return switch (call.step()) {
      case "findings" -> "{\"quality\":\"good\",\"findings\":[]}";
      case "question" -> "{\"evidence\":\"White.\",\"answer\":\"yes\",\"probability\":0.9}";
      default ->
          "{\"judgements\":"
              + IntStream.rangeClosed(1, (int) claims)
                  .mapToObj(
                      i ->
                          "{\"claim\":%d,\"evidence\":\"seen\",\"findings\":[],\"label\":\"supported\",\"probability\":0.9}"
                              .formatted(i))
                  .toList()
              + "}";
    };
  }

  @BeforeEach
  void aPicture() {
    bench.png = Png.encode(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static Instance image(
      String kind, String part, String ofSeries, String ofImage, String view) {
    String uid = "1.2." + ofImage + view;
    return new Instance(uid, "1.2", "", kind, part, ofSeries, ofImage, view, 1, 1, "s");
  }

  private Audit audited(Ask ask, String text, Instance... images) throws Exception {
    Audit c =
        new RuleClaims(SiteFiles.shipped())
            .claims(opened(text).toBuilder().instances(Arrays.asList(images)).build());
    Steps steps = bench.start(16_384, new Steps.Options(1000, true, ask));
    for (String step : List.of("findings", "alignment", "blank")) {
      c = steps.run(ask.step(step), c, bench.job(c.report()));
    }
    return c;
  }

  private List<String> prompts(String step) {
    return ollama.calls(step).stream()
        .map(call -> call.text().lines().skip(1).reduce("", (all, line) -> all + "\n" + line))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "MG, BREAST, '', L, MLO, 'left breast, MLO'",
    "MG, BREAST, R, '', CC, 'right breast, CC'",
    "MG, BREAST, L, R, CC, 'right breast, CC'",
    "DX, CHEST, '', U, LL, 'chest, lateral'",
    "CR, CHEST, '', '', LATERAL, 'chest, lateral'",
    "CR, CHEST, L, '', LL, 'chest, lateral'",
    "CR, CHEST, '', '', PA, 'chest, PA'",
    "CR, HAND, L, '', PA, 'left hand, PA'",
    "US, '', '', '', '', ''",
    "DX, 'KNEE]: [img]', R, '', 'AP\n1.', 'right knee img, AP1'"
  })
  void theTagsNameAnImage(
      String kind, String part, String ofSeries, String ofImage, String view, String name) {
    assertEquals(name, ImageName.of(image(kind, part, ofSeries, ofImage, view)));
  }

  /** What else it is, its prompt says; the small models were trained on such prompts. */
  @ParameterizedTest
  @CsvSource({
    "CR, CHEST, '', '', '', true",
    "DX, CHEST, '', U, PA, true",
    "'', '', '', '', '', true",
    "DX, CHEST, '', U, AP_PORTABLE, true",
    "DX, CHEST, '', U, LL, false",
    "DX, HAND, '', L, PA, false",
    "MG, BREAST, '', '', '', false",
    "CT, CHEST, '', '', '', false"
  })
  void oneFrontalImageNeedsNoName(
      String kind, String part, String ofSeries, String ofImage, String view, boolean frontal) {
    Instance image = image(kind, part, ofSeries, ofImage, view);
    assertEquals(frontal, ImageGroup.places(List.of(image), 1).equals("[img]"));
    assertEquals(frontal, !ImageName.sides(List.of(image)).isEmpty());
  }

  @Test
  void eachImageOfABreastHasItsName() throws Exception {
    audited(
        Ask.LIST,
        "FINDINGS: No mass in the left breast.",
        image("MG", "BREAST", "", "L", "MLO"),
        image("MG", "BREAST", "", "R", "CC"));
    for (String prompt : prompts("alignment")) {
      assertTrue(
          prompt.startsWith(
              "\nIMAGE 1 (left breast, MLO):[img]IMAGE 2 (right breast, CC):[img]\nThis is"),
          prompt);
      assertFalse(prompt.contains("frontal"), prompt);
    }
    assertEquals(2, ollama.calls("alignment").size(), "with the images, and with blank ones");
    assertTrue(
        prompts("findings").stream().allMatch(prompt -> prompt.matches("(?s)\nIMAGE [12] .*")));
  }

  @Test
  void frontalAndLateralAreToldApart() throws Exception {
    audited(
        Ask.LIST,
        "FINDINGS: Nodule.",
        image("DX", "CHEST", "", "U", "PA"),
        image("DX", "CHEST", "", "U", "LL"));
    String prompt = prompts("alignment").get(0);
    assertTrue(prompt.startsWith("\nIMAGE 1 (chest, PA):[img]IMAGE 2 (chest, lateral):[img]\n"));
    assertTrue(prompt.contains("body part CHEST). In a frontal view the patient's right"), prompt);
    assertEquals(
        1, prompts("findings").stream().filter(p -> p.contains("In a frontal view")).count());
  }

  /** The model called both supported, beside one image of the left breast. */
  @ParameterizedTest
  @EnumSource(Ask.class)
  void noModelIsAskedAboutASideThatNoImageShows(Ask ask) throws Exception {
    Audit c =
        audited(
            ask,
            "FINDINGS: No mass in the left breast. The right breast is normal. No adenopathy."
                + " Scars on both sides.",
            image("MG", "BREAST", "", "L", "MLO"));
    assertEquals(
        Arrays.asList(Label.SUPPORTED, null, Label.SUPPORTED, Label.SUPPORTED),
        c.verdicts().stream().map(Verdict::label).toList());
    assertEquals(
        List.of("The images show the left side alone, and this is about the right one."),
        c.verdicts().get(1).evidence());
    assertEquals(4, c.blank().size());
    assertTrue(
        c.note()
            .contains("About a side of the body that no image shows, and not assessed: 1 claim."),
        c.note());
    assertFalse(c.note().contains("Too long"), c.note());
    String asked = String.join("", prompts(ask.step("alignment")));
    assertTrue(asked.contains("No mass in the left breast."), asked);
    assertFalse(asked.contains("The right breast is normal."), asked);
  }

  @ParameterizedTest
  @CsvSource({"CHEST, L, LL", "KNEE, '', LL"})
  void whereAnImageShowsBothSidesEveryClaimIsAskedAbout(String part, String side, String view)
      throws Exception {
    Audit c = audited(Ask.LIST, "FINDINGS: Right effusion.", image("CR", part, side, "", view));
    assertEquals(Label.SUPPORTED, c.verdicts().get(0).label());
  }

  @Test
  void whereAllClaimsAreAboutTheOtherSideNothingIsAsked() throws Exception {
    Audit c = audited(Ask.LIST, "FINDINGS: Right effusion.", image("DX", "KNEE", "", "L", "AP"));
    assertEquals(Verdict.Basis.NONE, c.verdicts().get(0).basis());
    assertTrue(ollama.calls("alignment").isEmpty());
  }
}
