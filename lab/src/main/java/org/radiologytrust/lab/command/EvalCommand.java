package org.radiologytrust.lab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.lab.results.Condition;
import org.radiologytrust.lab.results.ConditionResults;
import org.radiologytrust.lab.results.EvalCsv;
import org.radiologytrust.lab.results.EvalJson;
import org.radiologytrust.lab.results.EvalPage;
import org.radiologytrust.lab.results.EvalTable;
import org.radiologytrust.lab.results.Figures;
import org.radiologytrust.lab.results.LabelledCase;
import org.radiologytrust.lab.results.ModelCardSection;
import org.radiologytrust.lab.run.AskedModel;
import org.radiologytrust.lab.run.Asking;
import org.radiologytrust.lab.run.CaseEvaluation;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.lab.run.Evaluation;
import org.radiologytrust.lab.run.FewShot;
import org.radiologytrust.lab.run.TrainingRows;
import org.radiologytrust.lab.run.WholeChain;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.model.Texts;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl eval}: measures models on labelled cases. */
@Command(
    name = "eval",
    description =
        "Asks models about labelled cases and reports how often they are right, with confidence"
            + " intervals.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl eval cases --model small=rtl-small-lora,rtl-small-base --out eval")
final class EvalCommand implements Callable<Integer> {
  /** Seed of the bootstrap and of the few-shot examples. */
  private static final long SEED = 1;

  private static final String MODEL_CARD = "model-card";

  enum Grammar {
    ON,
    OFF,
    BOTH
  }

  @ParentCommand private SharedOptions rtl;

  @Parameters(paramLabel = "CASES", description = "A folder of case folders (docs/cases.md).")
  private Path folder;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME=MODEL[,BASE]",
      description =
          "A model at the server, with a name for the tables. BASE answers the steps marked base"
              + " (default: MODEL). May be repeated.")
  private Map<String, String> models;

  @Option(
      names = "--few-shot",
      paramLabel = "[NAME=]K",
      description = "Also asks a model (default: the first) with K examples before each question.")
  private List<String> fewShot = List.of();

  @Option(
      names = "--grammar",
      paramLabel = "on|off|both",
      description = "Whether the server enforces the answer's schema (default: ${DEFAULT-VALUE}).")
  private Grammar grammar = Grammar.ON;

  @Option(
      names = "--ask",
      split = ",",
      paramLabel = "list|each",
      description =
          "How claims are compared with images (rtl.audit.ask): all in a list, or one question for"
              + " each. With both, the ways are compared (default: list).")
  private List<Ask> ask = List.of(Ask.LIST);

  @Option(
      names = "--chain",
      description =
          "Also measures whole audits, in which each step gets the model's own results of the steps"
              + " before it.")
  private boolean chain;

  @Option(
      names = "--steps",
      split = ",",
      paramLabel = "STEP",
      completionCandidates = Steps.class,
      description = "Steps to ask: ${COMPLETION-CANDIDATES} (default: all).")
  private List<String> steps = Evaluation.STEPS;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N cases (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--most-tokens",
      paramLabel = "N",
      description =
          "Most tokens in an answer; a longer one counts as no answer (default:"
              + " ${DEFAULT-VALUE}).")
  private int mostTokens = 600;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for answers and figures. Results that it already holds are reused (default:"
              + " ${DEFAULT-VALUE}).")
  private Path out = Path.of("eval");

  @Option(
      names = "--template",
      paramLabel = MODEL_CARD,
      description =
          "Prints a Markdown section for a model card instead of the tables: base, adapter and"
              + " difference, with intervals. The first --model is the base, the second the"
              + " adapter.")
  private @Nullable String template;

  /** Names of the steps, for the help text. */
  private static final class Steps implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Evaluation.STEPS.iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    check();
    Path work = Files.createTempDirectory("rtl-eval");
    Progress progress = new Progress();
    Settings settings = rtl.settings(Map.of(), Map.of());
    try (CommandCleanup closing = new CommandCleanup(work);
        ModelWorkbench workbench = new ModelWorkbench(settings)) {
      LabelledImages images = new LabelledImages();
      progress.step("reading the cases");
      List<EvalCase> cases = cases(workbench, images, closing);
      boolean see = cases.stream().anyMatch(c -> !c.instances().isEmpty());
      List<EvalPlan> plans = plans(workbench, see);
      List<ConditionResults> all = new ArrayList<>();
      for (EvalPlan plan : plans) {
        CaseEvaluation evaluation = evaluation(workbench, plan, images, see);
        Condition condition = plan.condition(workbench, steps, prompts(workbench));
        EvalFolder results = EvalFolder.open(out, condition);
        new EvalRun(evaluation, results, workbench.parallel())
            .run(condition.title(), cases, progress);
        all.add(results.of(cases));
      }
      print(cases, all);
    }
    return 0;
  }

  private void print(List<EvalCase> cases, List<ConditionResults> all) throws IOException {
    List<LabelledCase> labelled = labelled(cases);
    Figures figures = figures(labelled, all);
    if (template != null) {
      ModelCardSection.lines(labelled, all, SEED, command()).forEach(System.out::println);
      return;
    }
    EvalTable.lines(figures).forEach(System.out::println);
    System.out.println();
    System.out.println("Full results with every wrong case: " + out.resolve("eval.html"));
  }

  /**
   * The command as it can be repeated. Options of the whole product, such as settings, are left
   * out.
   */
  private String command() {
    List<String> words = new ArrayList<>(List.of("rtl eval", folder.toString()));
    models.forEach((name, model) -> words.add("--model " + name + "=" + model));
    words.add("--grammar " + grammar.name().toLowerCase(Locale.ROOT));
    words.add("--ask " + ways().stream().map(Ask::code).collect(Collectors.joining(",")));
    words.add("--steps " + String.join(",", steps));
    if (limit < Integer.MAX_VALUE) {
      words.add("--limit " + limit);
    }
    if (chain) {
      words.add("--chain");
    }
    words.add("--most-tokens " + mostTokens);
    words.add("--template " + template);
    return String.join(" ", words);
  }

  /** The list first, whatever the order on the command line. */
  private List<Ask> ways() {
    return ask.stream().distinct().sorted().toList();
  }

  private void check() {
    for (String step : steps) {
      if (!Evaluation.STEPS.contains(step)) {
        throw new CommandFailure("--steps: there is no step " + step);
      }
    }
    if (mostTokens < 1 || limit < 1) {
      throw new CommandFailure("--most-tokens and --limit must be at least 1");
    }
    if (template != null && !template.equals(MODEL_CARD)) {
      throw new CommandFailure("--template: there is no template " + template);
    }
    if (template != null && (models.size() != 2 || !fewShot.isEmpty())) {
      throw new CommandFailure(
          "--template " + MODEL_CARD + " needs two --model, base and adapter, and no --few-shot");
    }
  }

  private List<EvalCase> cases(
      ModelWorkbench workbench, LabelledImages images, CommandCleanup closing) throws IOException {
    List<EvalCase> cases = new ArrayList<>();
    try {
      for (CaseFolders.Folder one : CaseFolders.read(folder)) {
        if (cases.size() < limit) {
          cases.add(images.read(one, workbench.readers(), workbench.files(), closing));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
    return cases;
  }

  /**
   * Claims in a list first; without grammar first; each model, followed by itself with examples.
   */
  private List<EvalPlan> plans(ModelWorkbench workbench, boolean see)
      throws IOException, InterruptedException {
    Map<String, Integer> shots = new LinkedHashMap<>();
    for (String word : fewShot) {
      int sign = word.lastIndexOf('=');
      String name = sign < 0 ? models.keySet().iterator().next() : word.substring(0, sign);
      if (!models.containsKey(name) || !word.substring(sign + 1).matches("[1-9]\\d?")) {
        throw new CommandFailure(
            "--few-shot must be K or NAME=K, with K from 1 to 99 and the NAME of a --model");
      }
      shots.put(name, Integer.parseInt(word.substring(sign + 1)));
    }
    if (see && !shots.isEmpty()) {
      throw new CommandFailure("--few-shot needs cases without images, because examples are text");
    }
    if (!see && ways().contains(Ask.EACH)) {
      throw new CommandFailure(
          "--ask each needs cases with images, because its questions are about what they show");
    }
    List<EvalPlan> plans = new ArrayList<>();
    for (Ask way : ways()) {
      for (boolean held : List.of(false, true)) {
        if (grammar == Grammar.BOTH || held == (grammar == Grammar.ON)) {
          for (var model : models.entrySet()) {
            Models named = EvalPlan.models(model.getKey(), model.getValue());
            plans.add(plan(model.getKey(), named, 0, FewShot.NONE, held, way));
            if (shots.containsKey(model.getKey())) {
              int k = shots.get(model.getKey());
              plans.add(plan(model.getKey(), named, k, examples(workbench, k), held, way));
            }
          }
        }
      }
    }
    if (chain) {
      List.copyOf(plans).forEach(plan -> plans.add(plan.asChain()));
    }
    return plans;
  }

  private EvalPlan plan(
      String name, Models named, int shots, FewShot examples, boolean held, Ask way) {
    return new EvalPlan(name, named, shots, new Asking(examples, held, mostTokens, way), false);
  }

  /** Examples from training cases only, never from the cases that are measured. */
  private static FewShot examples(ModelWorkbench workbench, int count)
      throws IOException, InterruptedException {
    SynthSource source = new SynthSource(workbench.files(), SEED);
    TrainingRows rows = new TrainingRows(workbench.files(), workbench.steps());
    LabelledImages none = new LabelledImages();
    List<TrainingRows.Row> all = new ArrayList<>();
    // some cases have no claim to rewrite, so make more than needed
    for (int i = 0; i < 4 * count; i++) {
      all.addAll(rows.of(none.read(source.text(Split.TRAIN, i)), none));
    }
    return FewShot.of(all, count);
  }

  private CaseEvaluation evaluation(
      ModelWorkbench workbench, EvalPlan plan, LabelledImages images, boolean see) {
    AskedModel model =
        new AskedModel(
            workbench.files(),
            workbench.steps(),
            workbench.client(plan.names(), see),
            plan.models(),
            images);
    return plan.chain()
        ? new WholeChain(model, plan.asking())
        : new Evaluation(model, plan.asking(), Set.copyOf(steps));
  }

  private static String prompts(ModelWorkbench workbench) {
    StringBuilder all = new StringBuilder();
    workbench.steps().all().forEach(s -> all.append(s.prompt()).append(s.schema()));
    return Texts.sha256(all.toString());
  }

  private static List<LabelledCase> labelled(List<EvalCase> cases) {
    return cases.stream()
        .map(c -> new LabelledCase(c.id(), c.report().text(), c.truth(), !c.instances().isEmpty()))
        .toList();
  }

  private Figures figures(List<LabelledCase> labelled, List<ConditionResults> all)
      throws IOException {
    Figures figures = Figures.of(labelled, all, SEED);
    Files.writeString(out.resolve("eval.json"), EvalJson.text(figures));
    Files.writeString(out.resolve("eval.csv"), EvalCsv.text(figures));
    Files.writeString(out.resolve("eval.txt"), String.join("\n", EvalTable.lines(figures)) + "\n");
    Files.writeString(out.resolve("eval.html"), EvalPage.html(labelled, all, figures));
    return figures;
  }
}
