package org.radiologytrust.lab.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.LabelRule.Claimed;
import org.radiologytrust.lab.synth.LabelRule.Entry;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Texts;

class SynthTest {
  private static final SiteFiles FILES = SiteFiles.shipped();

  private final SynthPhrases phrases =
      FILES.yaml("lab/synth/phrases.yaml", new TypeReference<SynthPhrases>() {});
  private final List<String> overconfident =
      FILES
          .yaml("words/en/overconfident.yaml", new TypeReference<Map<String, List<String>>>() {})
          .get("strong");

  @ParameterizedTest
  @CsvSource({
    "TRAIN,b9662d9113102752,6fea2a8473485ea5",
    "HELD,9657db9fc55efa28,de633763bef7e578",
    "UNSEEN,b72fa8dab6d7757f,a5e6f3f07ca28e60",
  })
  void casesAreTheSameBytesEverywhere(Split split, String text, String chest) throws IOException {
    assertEquals(
        text + " " + chest,
        sha256(SynthCases.text(split, 50)) + " " + sha256(SynthCases.chest(split, 50)));
  }

  private static String sha256(List<SynthCase> cases) throws IOException {
    StringBuilder all = new StringBuilder();
    for (SynthCase c : cases) {
      all.append(c.report()).append('\n');
      all.append(CaseJson.MAPPER.writeValueAsString(c.truth())).append('\n');
    }
    return Texts.sha256(all.toString()).substring(0, 16);
  }

  @ParameterizedTest
  @EnumSource
  void labelsAreBalancedAndEachReasonIsCommon(Split split) {
    int[] ofTexts = labels(split, SynthCases.text(split, 600));
    assertEquals(40, ofTexts[0], 5, "supported");
    assertEquals(30, ofTexts[1], 5, "uncertain");
    assertEquals(30, ofTexts[2], 6, "needs review");
    int[] ofChests = labels(split, SynthCases.chest(split, 400));
    assertEquals(50, ofChests[0], 6, "supported");
    assertEquals(13, ofChests[1], 5, "uncertain");
    assertEquals(37, ofChests[2], 6, "needs review");
  }

  /** The labels in percent; each reason has at least one in a hundred claims. */
  private static int[] labels(Split split, List<SynthCase> cases) {
    Map<String, Integer> reasons = new TreeMap<>();
    int[] labels = new int[Label.values().length];
    int claims = 0;
    for (SynthCase c : cases) {
      assertEquals(split.code(), c.truth().split());
      for (TrueClaim t : c.truth().claims()) {
        labels[t.label().ordinal()]++;
        reasons.merge(t.label() + " " + t.reason(), 1, Integer::sum);
        claims++;
      }
    }
    int all = claims;
    reasons.forEach((r, n) -> assertTrue(n * 100 >= all, r + " only " + n + " of " + all));
    return IntStream.of(labels).map(n -> n * 100 / all).toArray();
  }

  /** Else a model learns that a denial or "the lungs are clear" is right, whatever it sees. */
  @ParameterizedTest
  @EnumSource
  void theWordsOfAChestDoNotTellTheLabel(Split split) {
    int normal = 0;
    Map<Boolean, Integer> normality = new HashMap<>();
    Map<Boolean, Integer> denials = new HashMap<>();
    Map<Boolean, Integer> findings = new HashMap<>();
    List<SynthCase> cases = SynthCases.chest(split, 400);
    for (SynthCase c : cases) {
      normal += c.truth().findings().isEmpty() ? 1 : 0;
      for (TrueClaim t : c.truth().claims()) {
        if (t.label() != Label.UNCERTAIN) {
          (t.meaning() == null ? normality : t.type() == ClaimType.ABSENCE ? denials : findings)
              .merge(t.label() == Label.SUPPORTED, 1, Integer::sum);
        }
      }
    }
    assertEquals(50, normal * 100 / cases.size(), 8, "normal chests");
    for (Map<Boolean, Integer> some : List.of(normality, denials, findings)) {
      int wrong = some.get(false) * 100 / (some.get(true) + some.get(false));
      assertTrue(wrong >= 15 && wrong <= 75, wrong + " in 100 are wrong");
    }
  }

  /** Reads the claim and the list anew, from what a model is shown, and asks the rule. */
  @ParameterizedTest
  @EnumSource
  void labelsFollowFromTheClaimAndTheListAlone(Split split) {
    for (SynthCase c : SynthCases.all(split)) {
      Truth truth = c.truth();
      List<Entry> list = truth.findings().stream().map(this::entry).toList();
      for (TrueClaim t : truth.claims()) {
        if (t.meaning() == null) {
          assertEquals(t.findings().isEmpty(), t.label() == Label.SUPPORTED, t.quote());
          continue;
        }
        String said = SynthCases.words(t.quote());
        Claimed claimed =
            new Claimed(
                List.of(t.meaning().finding().get(0)),
                t.meaning().side(),
                t.meaning().size(),
                said.matches(".* (two|three|four|five|six) .*") && !said.contains("lobe"),
                t.type() == ClaimType.ABSENCE,
                Stream.concat(phrases.hedged().train().stream(), phrases.hedged().unseen().stream())
                    .anyMatch(h -> said.contains(SynthCases.words(h.word()))),
                overconfident.stream().anyMatch(w -> said.contains(SynthCases.words(w))));
        LabelRule.Ruling ruling = LabelRule.judge(claimed, list);
        assertEquals(ruling.label(), t.label(), t + " of " + list);
        assertEquals(ruling.reason(), t.reason(), t + " of " + list);
        assertEquals(ruling.findings(), t.findings(), t + " of " + list);
      }
    }
  }

  private Entry entry(TrueFinding f) {
    String first = f.description().replaceFirst(" .*", "");
    String size = f.description().equals(f.name()) ? "" : first;
    if (first.matches("\\d+")) {
      size = f.description().replaceFirst("^(\\d+ \\S+) .*", "$1");
    }
    boolean doubtful = phrases.doubts().stream().anyMatch(d -> d.cue().equals(f.cue()));
    return new Entry(f.name(), f.side(), size, doubtful);
  }

  @ParameterizedTest
  @EnumSource
  void rewritesKeepTheMeaningAndAreCalm(Split split) {
    for (TrueClaim t : SynthCases.claims(split)) {
      assertEquals(t.label() == Label.UNCERTAIN, !t.rewrites().isEmpty(), t.quote());
      for (String rewrite : t.rewrites()) {
        String words = SynthCases.words(rewrite);
        TrueClaim.Meaning m = t.meaning();
        assertTrue(
            m.finding().stream().anyMatch(f -> words.contains(SynthCases.words(f))), rewrite);
        assertTrue(m.side().isEmpty() || words.contains(SynthCases.words(m.side())), rewrite);
        assertTrue(m.size().isEmpty() || words.contains(SynthCases.words(m.size())), rewrite);
        assertTrue(
            overconfident.stream().noneMatch(w -> words.contains(SynthCases.words(w))), rewrite);
        assertFalse(rewrite.contains("{"), rewrite);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void casesAreShort(Split split) {
    int claims = 0;
    int ofOneClaim = 0;
    for (SynthCase c : SynthCases.text(split, 400)) {
      Truth t = c.truth();
      assertTrue(t.findings().size() >= 1 && t.findings().size() <= 4);
      assertTrue(t.claims().size() >= 1 && t.claims().size() <= 4);
      claims += t.claims().size();
      ofOneClaim += t.claims().size() == 1 ? 1 : 0;
    }
    assertEquals(2.7, claims / 400.0, 0.2);
    // who never met a report of one claim finds two in each
    assertEquals(15, ofOneClaim / 4.0, 5);
    for (SynthCase c : SynthCases.all(split)) {
      assertTrue(c.report().length() <= 700, c.report());
      assertFalse(c.report().contains("{"), c.report());
      for (TrueClaim t : c.truth().claims()) {
        assertTrue(t.evidence().split(" ").length <= 32, t.evidence());
        assertFalse(t.evidence().contains("{"), t.evidence());
      }
    }
  }

  /** So that what is compared with the claim stands beside it, and is not another entry's. */
  @ParameterizedTest
  @EnumSource
  void evidenceHasTheEntryThatDecidesAsItIsListed(Split split) {
    int decided = 0;
    for (SynthCase c : SynthCases.all(split)) {
      for (TrueClaim t : c.truth().claims()) {
        if (!t.findings().isEmpty() && !t.reason().equals(LabelRule.HEDGED)) {
          TrueFinding entry = c.truth().findings().get(t.findings().get(0));
          String listed = "show " + entry.description() + ", " + entry.location() + ", ";
          assertTrue(t.evidence().contains(listed), t.evidence());
          decided++;
        }
      }
    }
    assertTrue(decided > 300, "claims: " + decided);
  }

  /** Names that are read, not remembered: almost each is met in one training case alone. */
  @ParameterizedTest
  @EnumSource
  void halfOfTheTrainingCasesAndNoOthersHaveInventedNames(Split split) {
    Set<String> real = realNames();
    List<String> invented = new ArrayList<>();
    int renamed = 0;
    for (SynthCase c : SynthCases.text(split, 400)) {
      List<String> names =
          c.truth().findings().stream()
              .map(TrueFinding::name)
              .filter(n -> !real.contains(n))
              .toList();
      assertEquals(Set.copyOf(names).size(), names.size(), names.toString());
      assertTrue(names.isEmpty() || names.size() == c.truth().findings().size(), "all or none");
      invented.addAll(names);
      renamed += names.isEmpty() ? 0 : 1;
    }
    assertEquals(split == Split.TRAIN ? 200 : 0, renamed, split == Split.TRAIN ? 40 : 0);
    assertTrue(Set.copyOf(invented).size() >= 0.9 * invented.size(), "few come twice");
  }

  private static Set<String> realNames() {
    return FILES.yaml("lab/synth/studies.yaml", new TypeReference<List<StudyWords>>() {}).stream()
        .flatMap(s -> Stream.concat(s.findings().stream(), s.unseen().stream()))
        .map(FindingWords::name)
        .collect(Collectors.toSet());
  }

  /** What is normal is told of parts that have invented findings, and of parts that have none. */
  @Test
  void anInventedFindingContradictsThatItsPartIsNormal() {
    Set<String> real = realNames();
    int supported = 0;
    int contradicted = 0;
    for (SynthCase c : SynthCases.text(Split.TRAIN, 800)) {
      List<String> names = c.truth().findings().stream().map(TrueFinding::name).toList();
      for (TrueClaim t : c.truth().claims()) {
        if (t.meaning() == null && names.stream().noneMatch(real::contains)) {
          String said = SynthCases.words(t.quote());
          boolean ofItsPart =
              names.stream().anyMatch(n -> said.contains(SynthCases.words(n.split(" ")[0])));
          assertEquals(ofItsPart ? Label.NEEDS_REVIEW : Label.SUPPORTED, t.label(), t.quote());
          supported += ofItsPart ? 0 : 1;
          contradicted += ofItsPart ? 1 : 0;
        }
      }
    }
    assertTrue(supported > 10 && contradicted > 10, supported + " and " + contradicted);
  }

  @Test
  void aSitesFileThatLacksWordsIsRefusedByName(@TempDir Path site) throws IOException {
    Path file = Files.createDirectories(site.resolve("lab/synth")).resolve("studies.yaml");
    Files.writeString(
        file, FILES.text("lab/synth/studies.yaml").replace("{name: joint effusion,", "{name: '',"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Synth.load(SiteFiles.in(site)))
            .getMessage();
    assertEquals("lab/synth/studies.yaml: KNEE, \"\" needs name, places and cues", message);
  }
}
