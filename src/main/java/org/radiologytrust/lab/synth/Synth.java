package org.radiologytrust.lab.synth;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.lab.synth.Statement.Sentence;
import org.radiologytrust.model.SiteFiles;

/** Makes synthetic labelled cases. Has no state; may be used by several threads. */
public final class Synth {
  private static final String STUDIES = "lab/synth/studies.yaml";
  private static final String PHRASES = "lab/synth/phrases.yaml";
  private static final String LAYOUTS = "lab/synth/layouts.yaml";
  private static final String INVENTED = "lab/synth/invented.yaml";

  /** Percent of training cases of text that speak of findings under invented names. */
  private static final int RENAMED = 50;

  /** So many drawings of one case find claims of its split, or the words are too few. */
  private static final int ATTEMPTS = 60;

  private final List<StudyWords> studies;
  private final SynthPhrases phrases;
  private final Layouts layouts;
  private final Invented invented;
  private final StudyWords chest;
  private final List<FindingWords> phantoms;

  private Synth(
      List<StudyWords> studies, SynthPhrases phrases, Layouts layouts, Invented invented) {
    this.studies = studies;
    this.phrases = phrases;
    this.layouts = layouts;
    this.invented = invented;
    this.chest =
        studies.stream()
            .filter(s -> s.findings().stream().anyMatch(f -> f.phantom() != null))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(STUDIES + ": no study has phantoms"));
    this.phantoms = chest.findings().stream().filter(f -> f.phantom() != null).toList();
    for (PhantomFinding.Kind kind : PhantomFinding.Kind.values()) {
      if (phantoms.stream().filter(f -> f.phantom() == kind).count() != 1) {
        throw new IllegalArgumentException(
            STUDIES + ": one finding of one study needs phantom: " + kind);
      }
    }
  }

  /**
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  public static Synth load(SiteFiles files) {
    List<StudyWords> studies = files.yaml(STUDIES, new TypeReference<List<StudyWords>>() {});
    for (StudyWords s : studies) {
      Stream.concat(s.findings().stream(), s.unseen().stream())
          .filter(f -> !f.problem().isEmpty())
          .forEach(
              f -> {
                throw new IllegalArgumentException(
                    STUDIES + ": " + s.bodyPart() + ", \"" + f.name() + "\" " + f.problem());
              });
    }
    SynthPhrases phrases = files.yaml(PHRASES, new TypeReference<SynthPhrases>() {});
    refuse(PHRASES, phrases.problem());
    Layouts layouts = files.yaml(LAYOUTS, new TypeReference<Layouts>() {});
    refuse(LAYOUTS, layouts.problem());
    Invented invented = files.yaml(INVENTED, new TypeReference<Invented>() {});
    refuse(INVENTED, invented.problem());
    return new Synth(List.copyOf(studies), phrases, layouts, invented);
  }

  private static void refuse(String file, String problem) {
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(file + ": " + problem);
    }
  }

  /**
   * A case of text alone: its findings are told, not shown.
   *
   * @param index from 0; a case does not depend on how many are made
   */
  public SynthCase textCase(long seed, Split split, int index) {
    List<StudyWords> fit =
        studies.stream().filter(s -> s.pool(split).size() >= StudyWords.FEWEST).toList();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Draw draw = new Draw(seed, 1, split.ordinal(), index, attempt);
      StudyWords study = draw.pick(fit);
      boolean renamed = split == Split.TRAIN && draw.percent(RENAMED);
      List<FindingWords> pool =
          renamed ? invented.renamed(draw, study.pool(split)) : study.pool(split);
      List<Listed> list = list(draw, pool);
      List<StudyWords.Normal> normals =
          renamed ? invented.normals(draw, pool, list) : study.normals(split);
      int claims = 1 + draw.weighted(15, 20, 45, 20);
      Nouns nouns = new Nouns(draw, split, pool, list, true);
      List<Sentence> sentences =
          writer(draw, split, Mix.TEXT, normals, nouns, list).sentences(claims);
      if (!sentences.isEmpty()) {
        return finished(draw, split, study, list, sentences);
      }
    }
    throw new IllegalArgumentException(STUDIES + ": too few words for a case of " + split.code());
  }

  /**
   * A report on a chest phantom that shows just these findings.
   *
   * @param index from 0; a case does not depend on how many are made
   */
  public SynthCase chestCase(long seed, Split split, int index, List<PhantomFinding> shows) {
    List<StudyWords.Normal> normals =
        chest.normals(split).stream()
            .filter(n -> phantoms.stream().anyMatch(p -> n.covers().contains(p.name())))
            .toList();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Draw draw = new Draw(seed, 2, split.ordinal(), index, attempt);
      List<Listed> list = shows.stream().map(this::shown).toList();
      int claims = 1 + draw.weighted(15, 15, 30, 30, 10);
      Nouns nouns = new Nouns(draw, split, phantoms, list, false);
      List<StudyWords.Normal> right =
          normals.stream()
              .filter(n -> list.stream().noneMatch(l -> n.covers().contains(l.words().name())))
              .toList();
      List<Sentence> sentences =
          writer(draw, split, Mix.CHEST, right, nouns, list).sentences(claims);
      if (!sentences.isEmpty()) {
        return finished(draw, split, chest, list, sentences);
      }
    }
    throw new IllegalArgumentException(STUDIES + ": too few words for a chest of " + split.code());
  }

  private ClaimWriter writer(
      Draw draw,
      Split split,
      Mix mix,
      List<StudyWords.Normal> normals,
      Nouns nouns,
      List<Listed> list) {
    return new ClaimWriter(
        draw, split, phrases, mix, normals, nouns, new Statements(phrases, list));
  }

  private List<Listed> list(Draw draw, List<FindingWords> pool) {
    int count = 1 + draw.weighted(28, 40, 26, 6);
    List<Listed> list = new ArrayList<>();
    for (int i = 0; list.size() < count && i < 20; i++) {
      FindingWords words = draw.pick(pool);
      if (list.stream().noneMatch(l -> l.words().near(words))) {
        Noun noun = Nouns.noun(draw, words, words.name(), 85);
        boolean doubtful = !noun.counted() && draw.percent(32);
        list.add(
            new Listed(
                noun, draw.pick(words.cues()), doubtful ? draw.pick(phrases.doubts()) : null));
      }
    }
    return list;
  }

  private Listed shown(PhantomFinding shown) {
    FindingWords words =
        phantoms.stream().filter(p -> p.phantom() == shown.kind()).findFirst().orElseThrow();
    String side = words.sided() ? shown.side().word() : "";
    Noun noun = new Noun(words, words.name(), side, "", words.drawnAt());
    return new Listed(noun, words.cues().get(0), null);
  }

  private SynthCase finished(
      Draw draw, Split split, StudyWords study, List<Listed> list, List<Sentence> sentences) {
    ReportWriter report = new ReportWriter(draw, layouts);
    report.write(study, sentences);
    List<Statement> claims = sentences.stream().flatMap(s -> s.statements().stream()).toList();
    boolean limited =
        list.stream().anyMatch(l -> l.doubtful() && l.doubt().quality().equals("limited"));
    Truth truth =
        new Truth(
            study.modality(),
            study.bodyPart(),
            split.code(),
            limited ? "limited" : "good",
            list.stream().map(Listed::truth).toList(),
            report.claims(),
            new SummaryWriter(phrases.summaries()).of(claims));
    return new SynthCase(report.text(), truth);
  }
}
