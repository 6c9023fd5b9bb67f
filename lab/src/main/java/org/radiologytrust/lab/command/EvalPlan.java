package org.radiologytrust.lab.command;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.lab.results.Condition;
import org.radiologytrust.lab.run.Asking;
import org.radiologytrust.lab.run.WholeChain;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.process.ProductVersion;

/**
 * One way to ask about the cases.
 *
 * @param name the model's name in tables
 * @param models the model for each kind of step
 * @param shots number of examples before each question
 * @param chain whether each step gets the model's own results of the steps before it
 */
record EvalPlan(String name, Models models, int shots, Asking asking, boolean chain) {
  EvalPlan asChain() {
    return new EvalPlan(name, models, shots, asking, true);
  }

  /**
   * Reads an option {@code --model NAME=MODEL[,BASE]}.
   *
   * @param named the part after the equals sign
   * @throws CommandFailure if a name is missing
   */
  static Models models(String name, String named) {
    String[] parts = named.split(",", -1);
    if (name.isBlank() || parts.length > 2 || Stream.of(parts).anyMatch(String::isBlank)) {
      throw new CommandFailure("--model must be NAME=MODEL or NAME=MODEL,BASE");
    }
    return new Models(parts[parts.length - 1].strip(), parts[0].strip());
  }

  /** The models' names at the server, without duplicates. */
  List<String> names() {
    return Stream.of(models.lora(), models.base()).distinct().toList();
  }

  /**
   * The condition to store with the results.
   *
   * @param prompts SHA-256 of all prompts and schemas
   */
  Condition condition(ModelWorkbench workbench, List<String> steps, String prompts) {
    return new Condition(
        name,
        String.join(" + ", names()),
        String.join(" + ", names().stream().map(workbench::digest).toList()),
        shots,
        asking.grammar(),
        chain ? WholeChain.STEPS : steps,
        prompts,
        asking.mostTokens(),
        ProductVersion.CURRENT,
        asking.ask(),
        chain);
  }
}
