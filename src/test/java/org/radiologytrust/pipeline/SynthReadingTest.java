package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.SynthCase;
import org.radiologytrust.lab.synth.SynthCases;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.pipeline.mask.MaskedReport;
import org.radiologytrust.pipeline.mask.NameWords;
import org.radiologytrust.pipeline.step.ClaimsStep;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.sections.Segmenter;

/** The true answers of synthetic cases are ones that the product's own readers take as they are. */
class SynthReadingTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final Scopes SCOPES = new Scopes(FILES);
  private static final NameWords NAMES = NameWords.load(FILES);
  private static final Segmenter SEGMENTER = new Segmenter(FILES);
  private static final RuleClaims RULES = new RuleClaims(FILES);

  @ParameterizedTest
  @EnumSource
  void claimsAreReadAsTheyAreTrue(Split split) throws InvalidAnswer {
    for (SynthCase c : SynthCases.all(split)) {
      assertEquals(Report.canonicalText(c.report()), c.report());
      Audit cut = RULES.sentences(SEGMENTER.segment(Cases.of(c.report())));
      List<TrueClaim> truth = c.truth().claims();
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      for (TrueClaim t : truth) {
        Span span = new Span(t.start(), t.end());
        assertEquals(t.quote(), span.in(c.report()));
        Sentence in =
            cut.sentences().stream()
                .filter(s -> s.section().stated() && s.span().contains(span))
                .findFirst()
                .orElseThrow(() -> new AssertionError(t.quote() + " in\n" + c.report()));
        if (truth.stream().filter(o -> in.span().contains(new Span(o.start(), o.end()))).count()
            == 1) {
          assertEquals(in.text(), t.quote(), "one claim is the whole sentence");
        }
        answer
            .withArray("claims")
            .addObject()
            .put("sentence", in.number())
            .put("quote", t.quote())
            .put("type", t.type().name().toLowerCase(Locale.ROOT));
      }
      ClaimsStep.Reader reader =
          new ClaimsStep.Reader(cut.report(), new MaskedReport(cut, NAMES), SCOPES, cut.claims());
      ClaimsStep.Claims read = reader.read(answer);
      assertEquals(0, read.unquoted(), "nothing is left unquoted in\n" + c.report());
      assertEquals(
          truth.stream().map(TrueClaim::quote).toList(),
          read.claims().stream().map(Claim::text).toList());
      assertEquals(
          truth.stream().map(TrueClaim::type).toList(),
          read.claims().stream().map(Claim::type).toList());
    }
  }
}
