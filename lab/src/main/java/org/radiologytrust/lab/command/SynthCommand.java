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
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.EmptyFolder;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.lab.phantom.PhantomSet;
import org.radiologytrust.lab.run.TrainingRows;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.SynthCase;
import org.radiologytrust.model.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl synth}: makes synthetic labelled cases and training data. */
@Command(
    name = "synth",
    description =
        "Makes synthetic labelled cases or training data; the same seed gives the same bytes.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl synth --cases 100 --seed 7 --out cases")
final class SynthCommand implements Callable<Integer> {
  /** Width and height of the images that train the small vision tower. */
  private static final int TOWER = 224;

  @ParentCommand private SharedOptions rtl;

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
          "Words and findings to use. train: those for training; held: in combinations that are"
              + " never trained on; unseen: never trained on; both: held and unseen in turn"
              + " (default: both; with --training: train).")
  private @Nullable String split;

  @Option(
      names = "--training",
      description =
          "Writes training text instead of cases: the product's prompts with the true answers, in"
              + " base.jsonl and lora.jsonl for the two models.")
  private boolean training;

  @Option(
      names = "--pixels",
      paramLabel = "N",
      description = "Writes images of N phantoms instead of cases, to train a vision tower.")
  private int pixels;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of the random numbers, from 1 (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A new or empty folder.")
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
    try (ModelWorkbench workbench = new ModelWorkbench(rtl.settings(Map.of(), Map.of()))) {
      SynthSource source = new SynthSource(workbench.files(), seed);
      List<Split> splits = splits();
      Writer writer = training ? new TrainingWriter(workbench) : this::folder;
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
      throw new CommandFailure(
          "--cases, --phantoms and --pixels must be at least 0, --seed at least 1");
    }
    if (cases + phantoms + pixels == 0) {
      throw new CommandFailure("nothing to do: give --cases, --phantoms or --pixels");
    }
    if (pixels > 0 && cases + phantoms > 0) {
      throw new CommandFailure("--pixels cannot be combined with --cases or --phantoms");
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
      default -> throw new CommandFailure("--split must be train, held, unseen or both");
    };
  }

  /** Writes generated cases. */
  private interface Writer extends AutoCloseable {
    void write(SynthSource.Generated generated) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}
  }

  private void folder(SynthSource.Generated generated) throws IOException {
    SynthCase c = generated.synthCase();
    CaseFolders.write(out.resolve(generated.id()), c.report(), c.truth(), generated.images());
  }

  /** Writes cases as training text, with their images in a folder beside it. */
  private final class TrainingWriter implements Writer {
    private final TrainingRows rows;
    private final BufferedWriter base;
    private final BufferedWriter lora;

    TrainingWriter(ModelWorkbench workbench) throws IOException {
      rows = new TrainingRows(workbench.files(), workbench.steps());
      Files.createDirectories(out.resolve("images"));
      base = Files.newBufferedWriter(out.resolve("base.jsonl"));
      lora = Files.newBufferedWriter(out.resolve("lora.jsonl"));
    }

    @Override
    public void write(SynthSource.Generated generated) throws IOException, InterruptedException {
      LabelledImages images = new LabelledImages();
      for (TrainingRows.Row row : rows.of(images.read(generated), images)) {
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
