package org.radiologytrust.lab.command;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.cli.CommandFailure;
import org.radiologytrust.cli.ModelWorkbench;
import org.radiologytrust.lab.results.Condition;
import org.radiologytrust.lab.run.FewShot;
import org.radiologytrust.pipeline.Models;
import org.radiologytrust.process.ProductVersion;

/**
 * One way to ask the cases.
 *
 * @param name of the model, for tables
 * @param models which model each step asks
 * @param shots examples before each question
 * @param grammar whether servers hold answers to the schema
 */
record EvalPlan(String name, Models models, int shots, FewShot examples, boolean grammar) {
  /**
   * @param named {@code NAME=MODEL[,BASE]}, split at the sign
   * @throws CommandFailure when it names no model
   */
  static Models models(String name, String named) {
    String[] parts = named.split(",", -1);
    if (name.isBlank() || parts.length > 2 || Stream.of(parts).anyMatch(String::isBlank)) {
      throw new CommandFailure("--model is NAME=MODEL or NAME=MODEL,BASE");
    }
    return new Models(parts[parts.length - 1].strip(), parts[0].strip());
  }

  /** The models' names at the server, without doubles. */
  List<String> names() {
    return Stream.of(models.lora(), models.base()).distinct().toList();
  }

  /**
   * @param prompts SHA-256 of what the steps ask
   */
  Condition condition(ModelWorkbench lab, List<String> steps, String prompts, int mostTokens) {
    return new Condition(
        name,
        String.join(" + ", names()),
        String.join(" + ", names().stream().map(lab::digest).toList()),
        shots,
        grammar,
        steps,
        prompts,
        mostTokens,
        ProductVersion.CURRENT);
  }
}
