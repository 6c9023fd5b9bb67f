package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** A word that a person reads is read by the checks and the model too: MLLP in, FHIR out. */
@Tag("safety")
@Tag("integration")
class InvisibleCharactersTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String FINDINGS = "FINDINGS:\nSmall right effusion.\nIMPRESSION:\n";

  private static final List<String> DISGUISED =
      List.of(
          "Small left effusion.",
          "Small l\u200beft effusion.",
          "Small le\u00adft effusion.",
          "Small left eff\u200busion.",
          "Small left ef\u00adfusion.",
          "Small \uff4c\uff45\uff46\uff54 effusion.",
          "Small left e\ufb00usion.",
          "Small l\u0435ft effusion.",
          "Small le\u0301ft effusion.",
          "Small l\u00e9ft effusion.",
          "Small left&nbsp;effusion.",
          "Small left\u00a0effusion.",
          "Small left\u2009effusion.",
          "Small \u202eleft\u202c effusion.",
          "Small \u2060left\u200d effusion\ufe0f.");

  @TempDir Path folder;

  private static void send(Product product, int number, String impression) throws Exception {
    String message =
        Chest.oru(
                PhantomStudy.chest("ACC" + number),
                "C" + number,
                "PHANTOM-1",
                FINDINGS + impression,
                "F",
                0)
            // the reference of HTML, as an interface writes it where & parts subcomponents
            .replace("&nbsp;", "\\T\\nbsp;")
            .replace("|P|2.5.1\r", "|P|2.5.1||||||UNICODE UTF-8\r");
    assertTrue(product.mllp(message).contains("\rMSA|AA|C" + number));
  }

  private static Observation claim(Product product, String text) throws Exception {
    // what would turn the reader's line around is shown as a mark
    String published = text.replaceAll("[\u202c\u202e]", "\ufffd");
    return product.claims().stream()
        .filter(o -> Product.component(o, "claim-text").equals(published))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no claim: " + text));
  }

  @Test
  void flagIsRaisedAndTheClaimStaysAsWritten() throws Exception {
    try (Product product = Product.start(folder, Map.of())) {
      for (int i = 0; i < DISGUISED.size(); i++) {
        send(product, i, DISGUISED.get(i));
      }
      await().atMost(LONG).until(() -> product.summaries().size() == DISGUISED.size());
      for (String text : DISGUISED) {
        Observation claim = claim(product, text);
        assertEquals("needs_review", Product.label(claim), text);
        assertEquals("side-findings-impression", Product.component(claim, "check"), text);
        Extension span =
            claim.getComponent().stream()
                .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("claim-text"))
                .findFirst()
                .orElseThrow()
                .getExtensionFirstRep();
        int start = FINDINGS.length();
        assertEquals(start, number(span, "start"));
        assertEquals(start + text.codePointCount(0, text.length()), number(span, "end"));
      }
      for (Observation summary : product.summaries()) {
        List<String> members =
            summary.getHasMember().stream().map(m -> m.getReferenceElement().getIdPart()).toList();
        String text =
            DISGUISED.stream().filter(t -> has(product, members, t)).findFirst().orElseThrow();
        String note = Product.component(summary, "note");
        assertEquals(text.contains("\u0435"), note.contains("look like"), note);
        assertEquals(text.contains("\u202e"), note.contains("direction of writing"), note);
        String narrative = summary.getText().getDivAsString();
        assertEquals(text.contains("\u0435"), narrative.contains("another script"), narrative);
      }
    }
  }

  private static boolean has(Product product, List<String> members, String text) {
    try {
      return members.contains(claim(product, text).getIdElement().getIdPart());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int number(Extension span, String part) {
    return Integer.parseInt(span.getExtensionByUrl(part).getValue().primitiveValue());
  }

  @Test
  void modelIsShownTheCleanTextAndItsQuotesAreFound() throws Exception {
    try (OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of);
        Product product = Product.start(folder, Product.ollama(ollama.url().toString()))) {
      String text = "Small \uff4c\u0435\u200bft&nbsp;e\ufb00usion of 1\u00bd cm.";
      send(product, 1, text);
      await().atMost(LONG).until(() -> !product.summaries().isEmpty());
      assertTrue(product.summaries().get(0).hasDataAbsentReason(), "there was no image");
      List<OllamaCall> claims =
          ollama.calls().stream().filter(c -> c.step().equals("claims")).toList();
      assertEquals(1, claims.size());
      String prompt = claims.get(0).text();
      assertTrue(prompt.contains("Small left effusion of 1\u00bd cm."), prompt);
      // the model's quote ends before the full stop
      claim(product, text.substring(0, text.length() - 1));
      assertFalse(prompt.contains("\u200b"));
    }
  }
}
