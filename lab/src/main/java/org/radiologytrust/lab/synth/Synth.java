package org.radiologytrust.lab.synth;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.Statement.Sentence;

/** Makes synthetic labelled cases. Immutable and thread-safe. */
public final class Synth {
  private static final String STUDIES = "lab/synth/studies.yaml";
  private static final String PHRASES = "lab/synth/phrases.yaml";
  private static final String LAYOUTS = "lab/synth/layouts.yaml";
  private static final String INVENTED = "lab/synth/invented.yaml";

  /** Percentage of training cases without images that use invented names for findings. */
  private static final int RENAMED = 50;

  /** Percentage of chest cases whose images show nothing abnormal. */
  private static final int NORMAL = 50;

  /** Attempts to draw one case; if all fail, the word lists are too small. */
  private static final int ATTEMPTS = 60;

  private final List<StudyWords> studies;
  private final SynthPhrases phrases;
  private final Layouts layouts;
  private final InventedNames invented;
  private final StudyWords chest;
  private final List<FindingWords> phantoms;

  private Synth(
      List<StudyWords> studies, SynthPhrases phrases, Layouts layouts, InventedNames invented) {
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
   * Reads the word lists.
   *
   * @throws IllegalArgumentException if a file is not valid; the message names it
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
    InventedNames invented = files.yaml(INVENTED, new TypeReference<InventedNames>() {});
    refuse(INVENTED, invented.problem());
    return new Synth(List.copyOf(studies), phrases, layouts, invented);
  }

  private static void refuse(String file, String problem) {
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(file + ": " + problem);
    }
  }

  /**
   * Makes a case without images; models get its findings as text.
   *
   * @param index from 0; each case depends only on seed, split and index
   * @throws IllegalArgumentException if the word lists are too small
   */
  public SynthCase textCase(long seed, Split split, int index) {
    List<StudyWords> fit =
        studies.stream().filter(s -> s.pool(split).size() >= StudyWords.FEWEST).toList();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      RandomDraw draw = new RandomDraw(seed, 1, split.ordinal(), index, attempt);
      StudyWords study = draw.pick(fit);
      boolean renamed = split == Split.TRAIN && draw.percent(RENAMED);
      List<FindingWords> pool =
          renamed ? invented.renamed(draw, study.pool(split)) : study.pool(split);
      List<ListedFinding> list = list(draw, pool);
      List<StudyWords.Normal> normals =
          renamed ? invented.normals(draw, pool, list) : study.normals(split);
      int claims = 1 + draw.weighted(15, 20, 45, 20);
      MentionPicker mentions = new MentionPicker(draw, split, pool, list, true);
      List<Sentence> sentences =
          writer(draw, split, ClaimMix.TEXT, normals, mentions, list).sentences(claims);
      if (!sentences.isEmpty()) {
        return finished(draw, split, study, list, sentences);
      }
    }
    throw new IllegalArgumentException(STUDIES + ": too few words for a case of " + split.code());
  }

  /** Whether the chest of this case is normal. */
  public static boolean normalChest(long seed, Split split, int index) {
    return new RandomDraw(seed, 3, split.ordinal(), index).percent(NORMAL);
  }

  /**
   * Makes a report on a chest phantom.
   *
   * @param index from 0; each case depends only on seed, split, index and {@code shows}
   * @param shows all findings of the phantom; empty for a normal one
   * @throws IllegalArgumentException if the word lists are too small
   */
  public SynthCase chestCase(long seed, Split split, int index, List<PhantomFinding> shows) {
    List<StudyWords.Normal> normals =
        chest.normals(split).stream()
            .filter(n -> phantoms.stream().anyMatch(p -> n.covers().contains(p.name())))
            .toList();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      RandomDraw draw = new RandomDraw(seed, 2, split.ordinal(), index, attempt);
      List<ListedFinding> list = shows.stream().map(this::shown).toList();
      int claims = 1 + draw.weighted(15, 15, 25, 25, 12, 8);
      MentionPicker mentions = new MentionPicker(draw, split, phantoms, list, false);
      ClaimMix mix = list.isEmpty() ? ClaimMix.NORMAL_CHEST : ClaimMix.CHEST;
      List<Sentence> sentences =
          writer(draw, split, mix, normals, mentions, list).sentences(claims);
      if (!sentences.isEmpty()) {
        return finished(draw, split, chest, list, sentences);
      }
    }
    throw new IllegalArgumentException(STUDIES + ": too few words for a chest of " + split.code());
  }

  private ClaimWriter writer(
      RandomDraw draw,
      Split split,
      ClaimMix mix,
      List<StudyWords.Normal> normals,
      MentionPicker mentions,
      List<ListedFinding> list) {
    return new ClaimWriter(
        draw, split, phrases, mix, normals, mentions, new StatementBuilder(phrases, list));
  }

  private List<ListedFinding> list(RandomDraw draw, List<FindingWords> pool) {
    int count = 1 + draw.weighted(28, 40, 26, 6);
    List<ListedFinding> list = new ArrayList<>();
    for (int i = 0; list.size() < count && i < 20; i++) {
      FindingWords words = draw.pick(pool);
      if (list.stream().noneMatch(l -> l.words().near(words))) {
        FindingMention mention = MentionPicker.mention(draw, words, words.name(), 85);
        boolean doubtful = !mention.counted() && draw.percent(32);
        list.add(
            new ListedFinding(
                mention, draw.pick(words.cues()), doubtful ? draw.pick(phrases.doubts()) : null));
      }
    }
    return list;
  }

  private ListedFinding shown(PhantomFinding shown) {
    FindingWords words =
        phantoms.stream().filter(p -> p.phantom() == shown.kind()).findFirst().orElseThrow();
    String side = words.sided() ? shown.side().word() : "";
    FindingMention mention = new FindingMention(words, words.name(), side, "", words.drawnAt());
    return new ListedFinding(mention, words.cues().get(0), null);
  }

  private SynthCase finished(
      RandomDraw draw,
      Split split,
      StudyWords study,
      List<ListedFinding> list,
      List<Sentence> sentences) {
    ReportWriter report = new ReportWriter(draw, layouts);
    report.write(study, sentences);
    boolean limited =
        list.stream().anyMatch(l -> l.doubtful() && l.doubt().quality().equals("limited"));
    Truth truth =
        new Truth(
            study.modality(),
            study.bodyPart(),
            split.code(),
            limited ? "limited" : "good",
            list.stream().map(ListedFinding::truth).toList(),
            report.claims());
    return new SynthCase(report.text(), truth);
  }
}
