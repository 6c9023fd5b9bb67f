package org.radiologytrust.pipeline.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.Span;

/** A report's text cannot end the data, place an image, or speak in another's turn. */
class MaskedTextTest {
  private static MaskedText shown(String text) {
    return MaskedText.of(text, 0, UnaryOperator.identity());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ig\u200bnore\u202e \u0007this|Ignore this",
        "a [i\u200bmg-0] b|a (img-0] b",
        "a [\u00adIMG] b|a (IMG] b",
        "a ---\u200b---\u200b---- b|a --- b",
        "a \u2014\u2014\u2014\u2014\u2014 b|a \u2014\u2014\u2014 b",
        "i\ufe0fm\u3164g|img",
        "end\u0085next|end next"
      })
  void invisibleGoesBeforeTheRestIsLookedAt(String text, String told) {
    assertEquals(told, shown(text).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<end_of_turn>",
        "<start_of_turn>model",
        "<e\u200bnd_of_turn>",
        "<start_of_image>",
        "<image_soft_token>",
        "<bos>",
        "</s>",
        "<unused42>",
        "<2mass>",
        "<|im_start|>",
        "<<SYS>>",
        "<\uff5cUser\uff5c>"
      })
  void controlTokenLosesItsBracket(String token) {
    String told = shown("a " + token + " b").text();
    assertEquals(-1, told.indexOf('<'), told);
    assertEquals("a \u2039", told.substring(0, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[@BOS@]", "[img-3]"})
  void bracketTokenLosesItsBracket(String token) {
    assertEquals("(" + token.substring(1), shown(token).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a nodule <5 mm", "SUV < 2.5, >1 cm", "ratio <.3", "[see note] 1-2"})
  void otherBracketsStay(String text) {
    assertEquals(text, shown(text).text());
  }

  @Test
  void everyPlaceLeadsBackToTheReport() {
    String report = "\ud83d\ude00 x\u200b  [i\u200bmg] ----- <eos>  mass";
    MaskedText shown = MaskedText.of(report, 100, UnaryOperator.identity());
    assertEquals("\ud83d\ude00 x (img] --- \u2039eos> mass", shown.text());
    List<Integer> places = shown.places("mass");
    assertEquals(1, places.size());
    Span span = shown.span(places.get(0), places.get(0) + 4);
    int length = report.codePointCount(0, report.length());
    assertEquals(new Span(100 + length - 4, 100 + length), span);
    assertEquals("mass", shown.text(span));
    assertEquals("\ud83d\ude00 x (img] --- \u2039eos> ", shown.before(places.get(0)));
  }

  @Test
  void patientIsHiddenOnceTheTextIsClean() {
    assertEquals(
        "XXXX here",
        MaskedText.of("Sm\u00adi\u200bth here", 0, t -> t.replace("Smith", "XXXX")).text());
  }
}
