package org.radiologytrust.lab.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.files.SiteFiles;

/** Nothing that is measured with was trained on. */
class SynthLeakTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final int TRAINED = 3_000;

  private static List<SynthCase> trained;

  @BeforeAll
  static void train() {
    trained = SynthCases.text(Split.TRAIN, TRAINED);
  }

  @Test
  void noUnseenWordIsInTrainingCases() {
    SynthPhrases phrases =
        FILES.yaml("lab/synth/phrases.yaml", new TypeReference<SynthPhrases>() {});
    List<StudyWords> studies =
        FILES.yaml("lab/synth/studies.yaml", new TypeReference<List<StudyWords>>() {});
    List<String> unseen = new ArrayList<>();
    for (StudyWords s : studies) {
      s.unseen().forEach(f -> unseen.addAll(f.allNames()));
      s.unseen().stream().map(FindingWords::many).filter(m -> !m.isEmpty()).forEach(unseen::add);
      s.findings().forEach(f -> unseen.addAll(f.unseenAlso()));
      s.normals(Split.UNSEEN).forEach(n -> unseen.add(n.text()));
    }
    int names = unseen.size();
    phrases.hedged().unseen().forEach(h -> unseen.add(h.word()));
    Stream.of(
            phrases.present(),
            phrases.measured(),
            phrases.counted(),
            phrases.absent(),
            phrases.certain(),
            phrases.recommended())
        .forEach(p -> p.unseen().forEach(u -> unseen.addAll(literals(u))));
    phrases.hedged().unseen().forEach(h -> unseen.addAll(literals(h.text())));
    Stream.of(phrases.pairs().both(), phrases.pairs().without(), phrases.pairs().hedged())
        .forEach(p -> p.unseen().forEach(u -> unseen.addAll(literals(u.first()))));
    assertTrue(names > 80, "enough unseen words to look for");
    StringBuilder all = new StringBuilder();
    Stream.concat(trained.stream().limit(1_000), SynthCases.chest(Split.TRAIN, 200).stream())
        .forEach(c -> all.append(everything(c)));
    String text = all.toString();
    for (String u : unseen) {
      assertFalse(text.contains(SynthCases.words(u)), u);
    }
  }

  /** What stands between the slots of a pattern, where it is telling: two words or more. */
  private static List<String> literals(String pattern) {
    return Stream.of(pattern.split("\\{\\w+}"))
        .filter(l -> SynthCases.words(l).strip().split(" ").length >= 2)
        .filter(l -> !SynthCases.words(l).strip().matches("(for|of|in|is|to|by|the|a| )+"))
        .toList();
  }

  private static String everything(SynthCase c) {
    StringBuilder all = new StringBuilder(SynthCases.words(c.report()));
    for (TrueClaim t : c.truth().claims()) {
      all.append('|').append(SynthCases.words(t.evidence()));
      t.rewrites().forEach(r -> all.append('|').append(SynthCases.words(r)));
    }
    c.truth()
        .findings()
        .forEach(
            f ->
                all.append('|')
                    .append(SynthCases.words(f.description()))
                    .append(SynthCases.words(f.cue()))
                    .append(SynthCases.words(f.location())));
    return all.append('|').toString();
  }

  @Test
  void noHeldOutStatementWasTrainedOn() {
    Set<String> statements = new HashSet<>();
    Stream.concat(trained.stream(), SynthCases.chest(Split.TRAIN, 400).stream())
        .flatMap(c -> c.truth().claims().stream())
        .forEach(t -> statements.add(SynthCases.words(t.quote())));
    for (TrueClaim t : SynthCases.claims(Split.HELD)) {
      assertFalse(statements.contains(SynthCases.words(t.quote())), t.quote());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HELD", "UNSEEN"})
  void noReportWasTrainedOn(Split split) {
    Set<String> reports = new HashSet<>();
    Stream.concat(trained.stream(), SynthCases.chest(Split.TRAIN, 400).stream())
        .forEach(c -> reports.add(SynthCases.words(c.report())));
    for (SynthCase c : SynthCases.all(split)) {
      assertFalse(reports.contains(SynthCases.words(c.report())), c.report());
    }
  }

  @Test
  void heldOutStatementsAreAQuarter() {
    long held =
        Stream.iterate(0, i -> i < 4_000, i -> i + 1)
            .filter(i -> RandomDraw.held("Statement number " + i + "."))
            .count();
    assertEquals(1_000, held, 100);
    assertEquals(RandomDraw.held("No rib fracture."), RandomDraw.held("NO RIB FRACTURE"));
  }
}
