package org.radiologytrust.eval.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.eval.cases.TrueClaim;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.pipeline.Segmenter;

class SynthTest {
  private static final long SEED = 1;
  private static final SiteFiles FILES = SiteFiles.shipped();

  private final Synth synth = Synth.load(FILES);

  private List<SynthCase> text(Split split, int count) {
    return IntStream.range(0, count).mapToObj(i -> synth.textCase(SEED, split, i)).toList();
  }

  private List<SynthCase> chest(Split split, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> synth.chestCase(SEED, split, i, shows(i)))
        .toList();
  }

  /** The findings of a phantom: each set of kinds, on changing sides; at times on both. */
  private static List<Shown> shows(int index) {
    List<Shown> shows = new ArrayList<>();
    for (Shown.Kind kind : Shown.Kind.values()) {
      if ((index >> kind.ordinal() & 1) == 1) {
        Shown.Side side = Shown.Side.values()[(index >> 4 + kind.ordinal()) & 1];
        shows.add(new Shown(kind, side, 0.5));
      }
    }
    if (index % 16 == 2) {
      shows.add(new Shown(Shown.Kind.OPACITY, Shown.Side.LEFT, 0.3));
      shows.add(new Shown(Shown.Kind.OPACITY, Shown.Side.RIGHT, 0.3));
      shows.remove(0);
    }
    return shows;
  }

  private List<SynthCase> all(Split split) {
    return Stream.concat(text(split, 400).stream(), chest(split, 200).stream()).toList();
  }

  private static List<Sentence> stated(String report) {
    Order order = new Order("", "", null, null, null, "", "", "");
    Report r =
        new Report(
            "s",
            "1",
            new Patient(null, "", "", null, null, ""),
            order,
            report,
            null,
            ReportStatus.FINAL,
            null,
            null,
            "",
            "",
            false);
    AuditCase c = AuditCase.of(new UUID(0, 1), r, List.of(), List.of(), false, "", Instant.EPOCH);
    return new Segmenter(FILES)
        .segment(c).sentences().stream().filter(s -> s.section().stated()).toList();
  }

  @Test
  void dump() throws Exception {
    for (Split s : Split.values()) {
      StringBuilder out = new StringBuilder();
      for (SynthCase c : Stream.concat(text(s, 40).stream(), chest(s, 20).stream()).toList()) {
        out.append("=======\n").append(c.report()).append('\n');
        c.truth().findings().forEach(f -> out.append("  F ").append(f).append('\n'));
        for (TrueClaim t : c.truth().claims()) {
          out.append("  C [").append(t.quote()).append("] ").append(t.type()).append(' ');
          out.append(t.label()).append(' ').append(t.reason()).append(" | ").append(t.evidence());
          out.append(" | ").append(t.findings()).append(t.rewrites()).append('\n');
        }
        out.append("  S ").append(c.truth().summaries()).append('\n');
      }
      java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/wt/dump-" + s), out);
    }
  }

  @ParameterizedTest
  @EnumSource
  void quotesStandInTheSentencesThatTheProductCuts(Split split) {
    for (SynthCase c : all(split)) {
      assertEquals(Report.canonicalText(c.report()), c.report());
      List<Sentence> sentences = stated(c.report());
      int[] claims = new int[sentences.size()];
      for (TrueClaim t : c.truth().claims()) {
        Span span = new Span(t.start(), t.end());
        assertEquals(t.quote(), span.in(c.report()));
        int in =
            IntStream.range(0, sentences.size())
                .filter(i -> sentences.get(i).span().contains(span))
                .findFirst()
                .orElseThrow(() -> new AssertionError(t.quote() + " in\n" + c.report()));
        claims[in]++;
      }
      for (int i = 0; i < claims.length; i++) {
        Sentence s = sentences.get(i);
        assertTrue(claims[i] == 1 || claims[i] == 2, s.text() + " in\n" + c.report());
        if (claims[i] == 1) {
          assertTrue(
              c.truth().claims().stream().anyMatch(t -> t.quote().equals(s.text())), s.text());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void labelsAreBalancedAndEachReasonIsCommon(Split split) {
    for (List<SynthCase> cases : List.of(text(split, 600), chest(split, 300))) {
      Map<String, Integer> reasons = new TreeMap<>();
      int[] labels = new int[3];
      int claims = 0;
      for (SynthCase c : cases) {
        for (TrueClaim t : c.truth().claims()) {
          labels[t.label().ordinal()]++;
          reasons.merge(t.label() + " " + t.reason(), 1, Integer::sum);
          claims++;
        }
      }
      System.out.println(
          split
              + " "
              + claims
              + " "
              + List.of(
                  labels[0] * 100 / claims, labels[1] * 100 / claims, labels[2] * 100 / claims)
              + reasons);
    }
  }
}
