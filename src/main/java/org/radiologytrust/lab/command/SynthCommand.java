package org.radiologytrust.lab.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cli.CommandFailure;
import org.radiologytrust.cli.EmptyFolder;
import org.radiologytrust.cli.ModelWorkbench;
import org.radiologytrust.cli.Progress;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.lab.phantom.PhantomSet;
import org.radiologytrust.lab.run.TrainingRows;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.SynthCase;
import org.radiologytrust.model.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl synth}: synthetic labelled cases, and what models are trained on. */
@Command(
    name = "synth",
    description =
        "Makes synthetic labelled cases, or training text; the same seed, the same bytes.",
    mixinStandardHelpOptions = true)
final class SynthCommand implements Callable<Integer> {
  /** Side of the square pictures that the small vision tower is trained on. */
  private static final int TOWER = 224;

  @ParentCommand private Rtl rtl;

  @Option(
      names = "--cases",
      paramLabel = "N",
      description = "Cases without images, of many modalities (default: ${DEFAULT-VALUE}).")
  private int cases;

  @Option(
      names = "--phantoms",
      paramLabel = "N",
      description = "Cases of chest phantoms with their images (default: ${DEFAULT-VALUE}).")
  private int phantoms;

  @Option(
      names = "--split",
      paramLabel = "train|held|unseen|both",
      description =
          "Which words and findings: of training; in combinations that are never trained on; never"
              + " trained on at all; the last two by turns (default: both, with --training train).")
  private String split;

  @Option(
      names = "--training",
      description =
          "Writes no cases but training text, as the product asks and the truth answers: base.jsonl"
              + " and lora.jsonl, by the model that each step asks.")
  private boolean training;

  @Option(
      names = "--pixels",
      paramLabel = "N",
      description = "Writes no cases but pictures of N phantoms, to train a vision tower.")
  private int pixels;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "Default: 1.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A folder that is new or empty.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    check();
    Progress progress = new Progress();
    if (pixels > 0) {
      boolean held = split != null && !split.equalsIgnoreCase("train");
      PhantomSet.write(
          out,
          held ? PhantomSet.HELD_OUT : seed,
          pixels,
          TOWER,
          done -> progress.step(done + " of " + pixels + " phantoms"));
      return 0;
    }
    try (ModelWorkbench lab = new ModelWorkbench(rtl.settings(Map.of(), Map.of()))) {
      SynthSource source = new SynthSource(lab.files(), seed);
      List<Split> splits = splits();
      Writer writer = training ? new TrainingWriter(lab) : this::folder;
      try (writer) {
        for (int i = 0; i < cases; i++) {
          writer.write(source.text(splits.get(i % splits.size()), i));
          progress.step((i / 100 * 100) + " of " + cases + " cases without images");
        }
        for (int i = 0; i < phantoms; i++) {
          writer.write(source.chest(splits.get(i % splits.size()), i));
          progress.step((i / 100 * 100) + " of " + phantoms + " phantoms");
        }
      }
      progress.step("written to " + out);
    }
    return 0;
  }

  private void check() throws IOException {
    if (cases < 0 || phantoms < 0 || pixels < 0 || seed < 1) {
      throw new CommandFailure("--cases, --phantoms and --pixels count from 0, --seed from 1");
    }
    if (cases + phantoms + pixels == 0) {
      throw new CommandFailure("nothing to make: give --cases, --phantoms or --pixels");
    }
    if (pixels > 0 && cases + phantoms > 0) {
      throw new CommandFailure("--pixels goes alone");
    }
    EmptyFolder.check(out);
  }

  private List<Split> splits() {
    String wanted = split == null ? training ? "train" : "both" : split.toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "train" -> List.of(Split.TRAIN);
      case "held" -> List.of(Split.HELD);
      case "unseen" -> List.of(Split.UNSEEN);
      case "both" -> List.of(Split.HELD, Split.UNSEEN);
      default -> throw new CommandFailure("--split is one of train, held, unseen, both");
    };
  }

  /** Where cases go. */
  private interface Writer extends AutoCloseable {
    void write(SynthSource.Made made) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}
  }

  private void folder(SynthSource.Made made) throws IOException {
    SynthCase c = made.made();
    CaseFolders.write(out.resolve(made.id()), c.report(), c.truth(), made.images());
  }

  /** Renders cases as training text; their images lie beside it. */
  private final class TrainingWriter implements Writer {
    private final TrainingRows rows;
    private final BufferedWriter base;
    private final BufferedWriter lora;

    TrainingWriter(ModelWorkbench lab) throws IOException {
      rows = new TrainingRows(lab.files(), lab.steps());
      Files.createDirectories(out.resolve("images"));
      base = Files.newBufferedWriter(out.resolve("base.jsonl"));
      lora = Files.newBufferedWriter(out.resolve("lora.jsonl"));
    }

    @Override
    public void write(SynthSource.Made made) throws IOException, InterruptedException {
      LabelledImages images = new LabelledImages();
      for (TrainingRows.Row row : rows.of(images.read(made), images)) {
        List<String> shown = new ArrayList<>();
        for (byte[] png : row.images()) {
          String name = "images/" + Texts.sha256(png).substring(0, 16) + ".png";
          Files.write(out.resolve(name), png);
          shown.add(name);
        }
        BufferedWriter file = row.model().equals("base") ? base : lora;
        file.write(row.json(shown));
        file.newLine();
      }
    }

    @Override
    public void close() throws IOException {
      base.close();
      lora.close();
    }
  }
}
